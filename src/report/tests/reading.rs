use std::path::Path;

use crate::domain::{Day, TrueMentions};
use crate::report::{ReportError, for_each_part_of_day};

#[test]
fn the_row_groups_of_other_days_stay_unread() {
    let truth = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/district/truth");
    let rows_read = |day: &str| {
        let day: Day = day.parse().expect("a day");
        let mut rows = 0;
        let read = for_each_part_of_day(&truth, "night", day, |part: &TrueMentions| {
            assert!(part.rows().all(|row| row.night == day), "the groups hold a night each");
            rows += part.len();
            Ok::<(), ReportError>(())
        });
        read.expect("the committed truth can be read");
        rows
    };
    assert!(rows_read("2026-11-22") > 10_000 && rows_read("2026-11-23") > 10_000);
    assert_eq!(rows_read("2026-11-24"), 0);
}
