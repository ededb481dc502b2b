//! The small words of a language: left out of scoring, found in phrases, and
//! the best evidence of the language itself.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Language;
use super::fold::fold;
use super::word::Words;

/// English words that say little beside others: what is done in every story,
/// and what every question asks by.
const WEAK_WORDS: &str = "\
    say said says tell told ask asked asks asking go going got get gets getting want wants wanted \
    make makes made like also one two many much may might must shall know think thought thing \
    things well let way really need back come came even still new year years week day today name \
    named type kind use used using number called following according recent recently time last \
    first take took put see look lot right people";

/// Language code and its most frequent words without a subject of their own;
/// accents may be left out, since words are compared folded.
const STOP_WORDS: &[(&str, &str)] = &[
    (
        "en",
        "a about above after again against ain all am an and any are aren as at be because been \
         before being below between both but by can could couldn d did didn do does doesn doing don \
         down during each few for from further had hadn has hasn have haven having he her here hers \
         herself him himself his how i if in into is isn it its itself just ll m me mightn more most \
         mustn my myself needn no nor not now o of off on once only or other our ours ourselves out \
         over own re s same shan she should shouldn so some such t than that the their theirs them \
         themselves then there these they this those through to too under until up us ve very was \
         wasn we were weren what when where which while who whom why will with won would wouldn y \
         you your yours yourself yourselves",
    ),
    (
        "fr",
        "a au aux avec avait c ce cela ces cet cette ceux comme d dans de des donc du elle elles en \
         est et etait ete etre eux il ils j je l la le les leur leurs lui m ma mais me meme mes moi \
         mon n ne nos notre nous on ont ou par pas plus pour qu que qui s sa sans se selon ses si son \
         sont sur t ta te tes toi ton tu un une vos votre vous y apres contre entre aussi",
    ),
    (
        "de",
        "aber alle als also am an auch auf aus bei beim bis da damit dann das dass dem den der des \
         die dies diese diesem diesen dieser doch du durch ein eine einem einen einer eines er es fur \
         hat hatte haben ich ihm ihn ihr ihre ihrer im in ins ist kann kein keine man mehr mit nach \
         nicht noch nun nur ob oder ohne sagte schon sehr sei sein seine seiner sich sie sind so soll \
         uber um und uns unter vom von vor war waren was wegen weil wenn wer werden wie wieder wird \
         wurde wurden zu zum zur zwischen",
    ),
    (
        "es",
        "a al algo ante antes asi como con contra cual cuando de del desde donde dos e el ella ellas \
         ellos en entre era eran es esa ese eso esta estaba estan este esto estos fue fueron ha han \
         hasta hay la las le les lo los mas me mi mientras muy ni no nos o otra otro para pero poco \
         por porque que quien se segun ser si sin sobre son su sus tambien tiene todo todos tras tu \
         un una uno unos y ya",
    ),
    (
        "pt",
        "a ao aos as ate com como contra da das de dela dele do dos e ela elas ele eles em entre era \
         essa esse esta este eu foi foram ha isso isto ja la lhe mais mas me mesmo minha muito na nao \
         nas nem no nos num numa o os ou para pela pelas pelo pelos por quando que quem sao se segundo \
         sem ser seu seus sua suas tambem tem um uma umas uns",
    ),
    (
        "it",
        "a ad agli ai al alla alle allo anche avere c che chi ci come con contro cui d da dagli dai \
         dal dalla dalle de degli dei del della delle dello di dopo dove e ed era essere fra gli ha \
         hanno i il in io l la le lei lo loro lui ma mi ne negli nei nel nella nelle nello no noi non \
         o per perche piu prima quale quando quanto quella quello questa questo se secondo si sia sono \
         su sua sue sugli sui sul sulla suo suoi tra tutti tutto un una uno",
    ),
    (
        "nl",
        "aan al als bij dan dat de der deze die dit door dus een en er ge geen had hebben heeft hem \
         het hij hoe hun ik in is ja je kan maar me meer men met mij mijn na naar niet nog nu of om \
         omdat onder ons ook op over te tegen toch toen tot uit van veel volgens voor waar was wat \
         werd wie wij worden wordt ze zei zich zij zijn zo zou zullen",
    ),
    (
        "sv",
        "alla att av blev bli blir da de dem den denna deras dess det detta dig din dom du efter ej \
         eller en er ett fran for ha hade han hans har henne hennes hon honom hur i icke inga ingen \
         inte jag ju kan kunde man med mellan men mig min mot mycket nar nu och om oss pa sa sade sig \
         sin sina sitt ska skulle som till under ut utan vad var vara varit vi vid at over",
    ),
    (
        "da",
        "af alle at blev bliver da de deres den denne der det dette dig din dog efter eller en end er \
         et for fra ham han hans har havde hende hendes her hos hun hvad hvis hvor i ikke ind jeg kan \
         kunne man mange med meget men mig min mod nar ned noget nogle nu og ogsa om op os over pa \
         sagde selv sig sin skal skulle som til ud under var vi vil ville blandt",
    ),
    (
        "no",
        "alle at av bare ble blir da de deg dem den denne der dere deres det dette din du eller en \
         enn er et etter for fra ha hadde han hans har henne hennes her hun hva hvis hvor i ikke ingen \
         inn jeg kan kunne man mange med meg men mer min mot na nar noe noen og ogsa om opp oss over \
         pa sa sier seg selv sin skal skulle slik som til ut var ved vi vil ville mellom",
    ),
    (
        "fi",
        "ei eivat etta han hanen he ja jo joka jos jotka kanssa koska kuin kun lisaksi mika mukaan \
         mutta myos niin nyt oli olivat olla on ovat ole se sanoi sen siita sita taman tama vain viela \
         voi olisi ennen jalkeen",
    ),
    (
        "pl",
        "a aby ale bo byc byl byla bylo byly co czy dla do gdy go i ich ich ile jak jako jego jej jest \
         jeszcze juz kiedy ktora ktore ktory ktorych lub ma moze na nad nie niz o od oraz po pod przed \
         przez przy sa sie tak tego tej ten to tylko tym w we wiec z za ze zostanie zostal zostala",
    ),
    (
        "cs",
        "a ale ani az bez bude by byl byla bylo byly co do i ja jak jako je jeho jejich jen jeste ji \
         jiz jsem jsou k kde kdy kdyz ktera ktere ktery ma mezi na nad ne nebo od po pod podle pro \
         protoze pred pri rekl s se si tak take ten to toho tom tomu u uz v ve vsak z za ze",
    ),
    (
        "hu",
        "a az azonban azt be csak de egy egyik el es ez ezt hogy is ki kell le lesz mar meg mert mint \
         mondta nem ne nincs o pedig s sem szerint utan vagy van vannak volt voltak",
    ),
    (
        "ro",
        "a ai al ale am ar are au ca care cat cea cel cele ce cu dar de decat din dintre dupa el este \
         eu fi fost in la lui mai mult nu o pe pentru prin sa sau se si sunt spus un una unei unui",
    ),
    (
        "ca",
        "a al als amb aquest aquesta com de del dels des durant el els en entre era es esta ha han hi \
         i la les li mes molt ni no o per pel pels pero que quan se segons seva seu ser si sobre son \
         tambe un una va van",
    ),
    (
        "tr",
        "ama bir bu cok da daha de degil diye en gibi gore hem her icin ile ise kadar ki mi ne o oldu \
         olan olarak oldugunu sonra soyledi su var ve veya ya yok",
    ),
    (
        "ru",
        "а без более бы был была были было быть в вам вас во вот все всего вы где да для до его ее \
         если есть еще же за и из или им их к как когда который которые которая кто ли мы на над не \
         него нее нет но ну о об он она они оно от по под при с сказал со так также там то того тоже \
         только у уже что чтобы это этого этом я",
    ),
    (
        "uk",
        "а але без бо був була були було в вже ви від він вона вони воно все де для до же з за заявив \
         зі і із його її їх й коли крім ми на над не ні о однак по під при про та так також те ти то \
         тому у це цього через чи що щоб як який яка які я є",
    ),
    (
        "el",
        "αλλα αν απο αυτη αυτο για δεν ειναι ενα ενας επι ηταν η θα και κατα με μετα μια να ο οι οπως \
         οτι που προς σε στα στη στην στις στο στον στους τα τη την της τις το τον του τους των ως",
    ),
    (
        "ar",
        "ان او اي الى التي الذي الذين بعد بين حتى ذلك على عن عند غير في قال قبل قد كان كانت كل كما لا \
         لم ما مع من منذ هذا هذه هو هي و وقال وقد ولا وفي يوم",
    ),
];

/// A set of languages, one bit each, in the order of [`STOP_WORDS`].
type Bits = u32;

fn table() -> &'static FxHashMap<String, Bits> {
    static TABLE: OnceLock<FxHashMap<String, Bits>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = FxHashMap::default();
        for (i, (_, words)) in STOP_WORDS.iter().enumerate() {
            for word in words.split_whitespace() {
                *table.entry(fold(word)).or_default() |= 1 << i;
            }
        }
        table
    })
}

/// True for a word that is no stop word of a language, but says little beside
/// others. `word` is folded. Only English has a list.
pub fn is_weak_word(word: &str, language: Language) -> bool {
    language.code() == "en" && WEAK_WORDS.split(' ').any(|weak| weak == word)
}

/// True if a folded word is a stop word of `language`.
pub fn is_stop_word(word: &str, language: Language) -> bool {
    let Some(i) = STOP_WORDS
        .iter()
        .position(|(code, _)| *code == language.code())
    else {
        return false;
    };
    table().get(word).is_some_and(|bits| bits & (1 << i) != 0)
}

/// The language whose small words a text is full of: at least one word in
/// eight and three in all, and more than of any other language.
pub fn spoken(text: &str) -> Option<Language> {
    let mut counts = [0_u32; STOP_WORDS.len()];
    let mut total = 0;
    let mut words = Words::new(text);
    while let Some(word) = words.next() {
        total += 1;
        let mut bits = table().get(word.text).copied().unwrap_or(0);
        while bits != 0 {
            counts[bits.trailing_zeros() as usize] += 1;
            bits &= bits - 1;
        }
    }
    let most = *counts.iter().max()?;
    let mut leaders = counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count == most);
    let (leader, _) = leaders.next()?;
    let clear = leaders.next().is_none();
    let enough = most >= 3 && most * 8 >= total;
    (clear && enough)
        .then(|| Language::from_code(STOP_WORDS[leader].0))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_a_language() {
        for (code, _) in STOP_WORDS {
            assert!(Language::from_code(code).is_some(), "{code}");
        }
    }

    #[test]
    fn a_stop_word_belongs_to_its_language() {
        let language = |code| Language::from_code(code).unwrap();
        assert!(is_stop_word("war", language("de")));
        assert!(!is_stop_word("war", language("en")));
        assert!(!is_stop_word("der", language("zh")));
    }
}
