//! The cells of a row of a table of data → one block.

use super::page::{Block, Page, Tag};

/// Joins the cells of each row of a table of data: one row, one block. The
/// cells of a table that only places things on the page hold more.
pub(super) fn join_cells(page: &mut Page) {
    const CELL_MAX: usize = 60;
    const ROW_MAX: usize = 300;
    let rows: Vec<Option<(usize, usize)>> = cells(page);
    let mut joined: Vec<Block> = Vec::with_capacity(page.blocks.len());
    let mut blocks = std::mem::take(&mut page.blocks).into_iter().peekable();
    let mut rows = rows.into_iter().peekable();
    while let (Some(block), Some(place)) = (blocks.next(), rows.next()) {
        let Some((row, cell)) = place else {
            joined.push(block);
            continue;
        };
        let mut run = vec![block];
        let mut last_cell = cell;
        let mut one_each = true;
        while let Some(&Some((_, next_cell))) = rows.peek().filter(|p| is_of_row(p, row)) {
            one_each &= next_cell != last_cell;
            last_cell = next_cell;
            run.extend(blocks.next());
            rows.next();
        }
        let letters: usize = run.iter().map(|block| block.letters.len()).sum();
        let short = run.iter().all(|block| block.letters.len() <= CELL_MAX);
        if run.len() > 1 && one_each && short && letters <= ROW_MAX {
            joined.extend(row_block(run, row));
        } else {
            joined.append(&mut run);
        }
    }
    page.blocks = joined;
}

fn is_of_row(place: &Option<(usize, usize)>, row: usize) -> bool {
    place.is_some_and(|(other, _)| other == row)
}

/// For each block the innermost table row and cell that it stands in.
fn cells(page: &Page) -> Vec<Option<(usize, usize)>> {
    let place = |block: &Block| {
        let cell = page
            .ancestors(block.container)
            .find(|&at| page.containers[at].tag == Tag::Cell)?;
        let row = page.containers[cell].parent?;
        (page.containers[row].tag == Tag::Row).then_some((row, cell))
    };
    page.blocks.iter().map(place).collect()
}

/// One block of the cells of a row.
fn row_block(cells: Vec<Block>, row: usize) -> Option<Block> {
    cells.into_iter().reduce(|mut all, cell| {
        all.text.push_str(" | ");
        all.text.push_str(&cell.text);
        all.letters.extend(cell.letters);
        all.link_letters += cell.link_letters;
        all.links += cell.links;
        all.container = row;
        all.marked = all.marked.with(cell.marked);
        all
    })
}
