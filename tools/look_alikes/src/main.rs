//! Computes the table of Chinese characters that look alike (形近字).
//!
//! The inputs, under open licences, are the Unihan database and a font; the output is the
//! packed table that `src/compare/han_name/glyph.rs` reads. The same inputs give the same bytes.
//! The README beside this crate says where the inputs come from and how to run it.

mod picture;
mod score;
mod table;
mod unihan;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use ab_glyph::FontRef;

use self::score::Look;
use self::unihan::Unihan;

fn main() -> ExitCode {
    let paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [unihan, font, table] = paths.as_slice() else {
        eprintln!("usage: look_alikes UNIHAN_FOLDER FONT.ttf TABLE.bin");
        return ExitCode::from(2);
    };
    match run(unihan, font, table) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("look_alikes: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(unihan: &Path, font: &Path, table: &Path) -> Result<(), Box<dyn Error>> {
    let unihan = Unihan::read(unihan)?;
    let bytes = fs::read(font).map_err(|error| format!("{}: {error}", font.display()))?;
    let font =
        FontRef::try_from_slice(&bytes).map_err(|error| format!("{}: {error}", font.display()))?;
    let looks = looks(&unihan, &font);
    println!("{} characters, {} of them drawn", unihan.characters.len(), looks.len());
    let (pairs, threshold) = table::look_alikes(&looks);
    let packed = table::pack(&pairs);
    fs::write(table, &packed).map_err(|error| format!("{}: {error}", table.display()))?;
    println!("{} pairs score {threshold:.3} or more; {} bytes", pairs.len(), packed.len());
    Ok(())
}

/// What is known of the look of each character that the font can draw and the table can hold, in
/// code point order.
fn looks(unihan: &Unihan, font: &FontRef) -> Vec<Look> {
    let drawn: Vec<_> = unihan
        .characters
        .iter()
        .filter(|character| table::word(**character).is_some())
        .filter_map(|character| Some((*character, picture::draw(font, *character)?)))
        .collect();
    let (characters, pictures): (Vec<char>, Vec<_>) = drawn.into_iter().unzip();
    let pictures = picture::centre(pictures).into_iter();
    let looks = characters.into_iter().zip(pictures).map(|(character, picture)| Look {
        character,
        picture,
        cangjie: unihan.cangjie(character),
        phonetic: unihan.phonetic(character),
    });
    looks.collect()
}
