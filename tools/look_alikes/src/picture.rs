//! Pictures of characters, small enough to compare every one with every other.
//!
//! At this size a stroke is two pixels wide, so one that lies a little aside still counts as near.

use ab_glyph::{Font, FontRef, PxScale, ScaleFont, point};

/// Pixels on a side.
const SIDE: usize = 24;
/// The em may be wider than the picture, because strokes keep clear of its border.
const EM_PIXELS: f32 = 26.0;

/// Brightness by row, then column.
pub type Picture = Vec<f32>;

/// The picture of a character, or `None` if the font has none.
pub fn draw(font: &FontRef, character: char) -> Option<Picture> {
    let glyph = font.glyph_id(character);
    if glyph.0 == 0 {
        return None;
    }
    let scale = PxScale::from(EM_PIXELS * font.height_unscaled() / font.units_per_em()?);
    let line = font.as_scaled(scale);
    let side = u16::try_from(SIDE).map(f32::from).expect("a picture is small");
    let baseline = f32::midpoint(side, line.ascent() + line.descent());
    let left = f32::midpoint(side, -line.h_advance(glyph));
    let outline =
        font.outline_glyph(glyph.with_scale_and_position(scale, point(left, baseline)))?;
    let corner = outline.px_bounds().min;
    let mut drawn = vec![0.0; SIDE * SIDE];
    outline.draw(|column, row, coverage| {
        if let (Some(x), Some(y)) = (pixel(corner.x, column), pixel(corner.y, row)) {
            drawn[y * SIDE + x] = coverage.clamp(0.0, 1.0);
        }
    });
    Some(drawn)
}

/// Takes away what all pictures have in common and gives each the length 1, so that the product of
/// two is the cosine of their difference from the mean.
pub fn centre(mut pictures: Vec<Picture>) -> Vec<Picture> {
    let mut mean = vec![0.0; SIDE * SIDE];
    for picture in &pictures {
        mean.iter_mut().zip(picture).for_each(|(sum, value)| *sum += f64::from(*value));
    }
    let count = u32::try_from(pictures.len()).map(f64::from).expect("a table of characters");
    for picture in &mut pictures {
        let centred: Vec<f64> =
            picture.iter().zip(&mean).map(|(value, sum)| f64::from(*value) - sum / count).collect();
        let length = centred.iter().map(|value| value * value).sum::<f64>().sqrt();
        *picture =
            centred.into_iter().map(|value| single(value / length.max(f64::EPSILON))).collect();
    }
    pictures
}

#[expect(clippy::cast_possible_truncation, reason = "single precision is plenty for a pixel")]
fn single(value: f64) -> f32 {
    value as f32
}

/// The place of a pixel, or `None` where it falls outside the picture.
#[expect(clippy::cast_possible_truncation, reason = "a corner is a whole number of pixels")]
fn pixel(corner: f32, offset: u32) -> Option<usize> {
    let place = (corner as i64) + i64::from(offset);
    usize::try_from(place).ok().filter(|place| *place < SIDE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pixel_outside_the_picture_has_no_place() {
        let last = u32::try_from(SIDE - 1).expect("a picture is small");
        assert_eq!(pixel(-2.0, 1), None);
        assert_eq!(pixel(-2.0, 2), Some(0));
        assert_eq!(pixel(0.0, last), Some(SIDE - 1));
        assert_eq!(pixel(1.0, last), None);
    }

    #[test]
    fn centred_pictures_have_length_one_and_differ_from_the_mean() {
        let bright = |value: f32| vec![value; SIDE * SIDE];
        let [dark, light]: [Picture; 2] =
            centre(vec![bright(0.0), bright(255.0)]).try_into().expect("two pictures");
        let cosine: f32 = dark.iter().zip(&light).map(|(one, other)| one * other).sum();
        assert!((cosine + 1.0).abs() < 1e-4, "the two are opposite: {cosine}");
    }
}
