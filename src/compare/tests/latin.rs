//! Names, texts and postcodes of an alphabet.

use expect_test::expect;
use proptest::prelude::*;

use super::{check, comparer, identities};
use crate::compare::spelling::one_edit;
use crate::domain::CandidatePair;

#[test]
fn words_of_an_alphabet_are_compared_by_similarity() {
    check(
        "
        [[comparison]]
        kind = 'text'
        name = 'surname'
        field = 'surname'
        ",
        "
        surname
        campbell
        campbell
        campbell
        cambell
        campbell
        camell
        campbell
        white
        campbell
        camlpell
        campbell
        acmpbell
        ann
        anne
        ",
        &expect![[r#"
            equal
            one_edit
            close
            differ
            alike
            one_edit
            one_edit
        "#]],
    );
}

const NAMES: &str = "[[comparison]]\nkind = 'latin_name'\nname = 'name'\nfield = 'reading'";

#[test]
fn names_of_an_alphabet_agree_by_words_and_then_by_letters() {
    check(
        NAMES,
        "
        reading
        john_smith
        john_smith
        smith_john
        john_smith
        jhon_smith
        john_smith
        bob_smith
        robert_smith
        bob_smith
        rob_smith
        ted
        edward
        bob
        job
        john_smith
        john_ronald_smith
        bob_smith
        robert_ronald_smith
        j_r_smith
        john_ronald_smith
        j_smith
        john_ronald_smith
        j
        john
        j
        r
        roberta
        robert
        robertina
        robert
        matilda
        matthew
        john
        robert
        john
        -
        ",
        &expect![[r#"
            equal
            rearranged
            one_edit
            short_form
            one_edit
            short_form
            one_edit
            part
            part
            initial
            initial
            initial
            differ
            one_edit
            close
            differ
            differ
            none
        "#]],
    );
}

#[test]
fn postcodes_agree_from_the_beginning() {
    check(
        "
        [[comparison]]
        kind = 'postcode'
        name = 'postcode'
        field = 'reading'
        near = 2
        region = 3
        ",
        "
        reading
        tq13_8df
        tq13_8df
        tq13_8df
        tq138df
        tq13_8df
        tq13_8fd
        tq13_8df
        tq13_8hu
        tq13_8df
        tq13_2hu
        l3_0ah
        l3_9xx
        l3_0ah
        l33_0xx
        l3_0ah
        -
        ab
        cd
        ",
        &expect![[r#"
            equal
            equal
            one_edit
            near
            region
            region
            differ
            none
            differ
        "#]],
    );
}

proptest! {
    #[test]
    fn comparing_latin_names_is_symmetric(
        one in "[jbr](ohn|ob)?(_[jr](ohn|obert)?){0,2}",
        other in "[jbr](ohn|ob)?(_[jr](ohn|obert)?){0,2}",
    ) {
        let identities = identities(&format!("reading\n{one}\n{other}\n{one}"));
        for kind in ["latin_name", "text", "postcode"] {
            let more = if kind == "postcode" { "\nnear = 1\nregion = 3" } else { "" };
            let settings = NAMES.replace("latin_name", kind) + more;
            let comparer = comparer(&settings, &identities);
            let level = |left, right| comparer.compare(CandidatePair { left, right });
            prop_assert_eq!(level(0, 1), level(1, 2), "{} {} {}", kind, one, other);
        }
    }

    #[test]
    fn one_edit_is_what_counting_edits_says(one in "[ab]{0,5}", other in "[ab]{0,5}") {
        let edits = strsim::osa_distance(&one, &other);
        prop_assert_eq!(one_edit(&one, &other), edits == 1);
    }
}
