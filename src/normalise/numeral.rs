//! Chinese numerals, as door numbers and dates use them, and those of cheques.

/// The value of a digit character: ASCII, `〇`, `一` to `九`, `两`, and the forms of cheques.
pub fn digit(character: char) -> Option<u32> {
    Some(match character {
        '0'..='9' => character as u32 - '0' as u32,
        '〇' | '零' | '○' => 0,
        '一' | '壹' | '幺' => 1,
        '二' | '贰' | '两' | '弍' | '貳' => 2,
        '三' | '叁' | '參' | '叄' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// The value of a ten-power within a number below ten thousand; `廿` and `卅` are handled apart.
fn power(character: char) -> Option<u32> {
    Some(match character {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

/// Whether the character may stand in a number.
pub fn is_numeral(character: char) -> bool {
    digit(character).is_some() || power(character).is_some() || matches!(character, '廿' | '卅')
}

/// The value of a number written in digits or numerals: `12`, `十二`, `廿三`, `一百零五`, `五〇一`.
pub fn number(text: &str) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    let positional = |character: char| power(character).is_some() || "廿卅".contains(character);
    if !text.chars().any(positional) {
        let push = |value: u32, next: char| value.checked_mul(10)?.checked_add(digit(next)?);
        return text.chars().try_fold(0, push);
    }
    let (mut total, mut waiting) = (0_u32, None);
    for character in text.chars() {
        if let Some(value) = digit(character) {
            // `二〇` within a positional number is no number anyone writes.
            waiting = match waiting {
                None | Some(0) => Some(value),
                Some(_) => return None,
            };
        } else if let Some(tens) = power(character) {
            total = total.checked_add(waiting.take().unwrap_or(1).checked_mul(tens)?)?;
        } else {
            total = total.checked_add(match character {
                '廿' => 20,
                '卅' => 30,
                _ => return None,
            })?;
        }
    }
    total.checked_add(waiting.unwrap_or(0))
}

/// A number below a hundred in numerals: `十二`, `二十`.
pub fn words(number: u32) -> Option<String> {
    let digit = |value: u32| "一二三四五六七八九".chars().nth(value.checked_sub(1)? as usize);
    let (tens, ones) = (number / 10, number % 10);
    let mut text = String::new();
    if tens > 9 || number == 0 {
        return None;
    }
    if tens > 0 {
        text.extend(digit(tens).filter(|_| tens > 1));
        text.push('十');
    }
    text.extend(digit(ones));
    Some(text)
}
