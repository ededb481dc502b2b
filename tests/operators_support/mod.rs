//! A second evaluator of queries with operators, too simple to be wrong: token
//! lists, loops, and nothing of the engine's but the cutting of text into
//! words, stems and sentences.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "helpers of a test, each used where it is needed"
)]

pub mod articles;
pub mod build;
pub mod cases;
pub mod compare;
pub mod draw;
pub mod evaluate;
pub mod expression;
pub mod generate;
pub mod leaf;
pub mod spell;
pub mod text;
