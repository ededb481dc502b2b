#!/usr/bin/env python3
"""gates.py SHARED RELEASE: quality on real data must not fall.

SHARED holds the measuring data and its scorers, RELEASE the built programs. A
threshold is what was last reached, rounded down; it is only ever raised.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

SHARED, RELEASE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
ONRECORD = str(RELEASE / "onrecord")

# F1 and precision of four-word shingles; titles where one holds the other; the
# day of publication; authors.
EXTRACTION = {
    "sh": {"f1": 0.975, "p": 0.968},
    "fundus": {"f1": 0.968, "p": 0.958, "title_len": 0.897, "date": 0.97, "author_f1": 0.891},
    "fe": {"f1": 0.992, "p": 0.990},
}
# Mean nDCG@10 over the judged collections.
RANKING_MEAN = 0.6389
RANKING = ["time", "fnc1", "realtimeqa_s", "trecqa_sent", "politifact_quotes", "cranfield"]

failures = []


def gate(name, value, least):
    held = value >= least
    print(f"{'ok  ' if held else 'FAIL'} {name}: {value:.4f} (at least {least})")
    if not held:
        failures.append(name)


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, text=True, **options)


def extraction(work):
    tools = SHARED / "extract"
    for name, wanted in EXTRACTION.items():
        pages, read, judged = work / name, work / f"{name}.jsonl", work / f"{name}.sys.jsonl"
        run("python3", tools / "to_onrecord.py", name, pages, cwd=tools)
        with open(read, "w") as out:
            run(ONRECORD, "extract", pages, stdout=out)
        with open(judged, "w") as out:
            run("python3", tools / "from_onrecord.py", read, stdout=out)
        scores = work / f"{name}.scores.json"
        run("python3", tools / "score_extract.py", "--gold", tools / name / "gold.json",
            "--pred", judged, "--json", scores, stdout=subprocess.DEVNULL)
        (values,) = json.loads(scores.read_text()).values()
        for metric, least in wanted.items():
            gate(f"extraction {name} {metric}", values[metric], least)


def ranking(work):
    tools = SHARED / "rank"
    values = []
    for name in RANKING:
        archive, trec = work / name, work / f"{name}.run"
        (archive / "corpus").mkdir(parents=True)
        (archive / "corpus" / "docs.jsonl").write_bytes((tools / name / "docs.jsonl").read_bytes())
        run(ONRECORD, "index", "--archive", archive, "-q")
        run(RELEASE / "examples" / "trec_run", archive, tools / name / "queries.tsv", trec)
        scored = run("python3", tools / "score_run.py", tools / name / "qrels.txt", trec, stdout=subprocess.PIPE)
        value = float(scored.stdout.split("ndcg@10=")[1].split()[0])
        print(f"     ranking {name} nDCG@10: {value:.4f}")
        values.append(value)
    gate("ranking mean nDCG@10", sum(values) / len(values), RANKING_MEAN)


def seed(work):
    text = SHARED / "seed" / "china-mini-drama.txt"
    read = run(ONRECORD, "extract", text, stdout=subprocess.PIPE).stdout
    article = json.loads(read)
    paragraphs = article["text"].split("\n\n")
    related = [d for d in article["dropped"] if d["reason"] == "related-headlines"]
    gate("seed article: paragraphs", len(paragraphs) == 16, 1)
    gate("seed article: headlines dropped", len(related) == 6, 1)


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    seed(folder)
    extraction(folder)
    ranking(folder)
if failures:
    sys.exit("gates that did not hold: " + ", ".join(failures))
