//! What makes the rows of a finding say something else.

use super::*;

const SECRET: [u8; 16] = [7; 16];

/// Two payments and a contribution to somebody, one row each, changed as the test asks.
fn records(change: impl Fn(&mut Mention, &mut Payment, &mut Circumstance)) -> Records {
    let mut records = Records::empty();
    let mut mentions = MentionsBuilder::default();
    let mut payments = PaymentsBuilder::default();
    let mut circumstances = CircumstancesBuilder::default();
    for at in 0..2 {
        let month = Month::from_ym(2026, 10 + at);
        let mut mention = Mention {
            source: "payments",
            line: 2 + at,
            name: Some("王秀英"),
            phone: Some("13800001234"),
            ..Mention::of_nobody()
        };
        let mut payment = Payment {
            mention: at,
            scheme: "DBN",
            period: month,
            paid_on: Some(month.first_day()),
            amount: Fen::from_yuan(420),
            payment_number: Some(if at == 0 { "P1" } else { "P2" }),
            certificate: None,
            account: None,
            event: None,
            cause: None,
            mark: None,
            area: None,
        };
        let mut circumstance = Circumstance {
            mention: at,
            kind: "contribution",
            from: Some(month.first_day()),
            to: Some(month.last_day()),
            amount: None,
            assisted: None,
            grade: None,
            event: None,
        };
        change(&mut mention, &mut payment, &mut circumstance);
        mentions.push(mention);
        payments.push(payment);
        circumstances.push(circumstance);
    }
    records.mentions = mentions.finish();
    records.payments = payments.finish();
    records.circumstances = circumstances.finish();
    records
}

fn grounds(records: &Records) -> Grounds {
    let evidence =
        |mention| Evidence { mention, grade: Grade::Confirmed, says: format!("第{mention}行") };
    let finding = Finding {
        code: "D01".to_owned(),
        family: Family::Duplicate,
        severity: Severity::Red,
        note: false,
        grade: Grade::Confirmed,
        looked_at: "home",
        household: HouseholdId(1),
        other_households: Vec::new(),
        town: None,
        village: None,
        subjects: Vec::new(),
        discriminator: String::new(),
        amount: Fen::ZERO,
        from: None,
        to: None,
        last_month: None,
        schemes: Vec::new(),
        reason: String::new(),
        arithmetic: String::new(),
        verify: String::new(),
        harm: String::new(),
        suggested: Vec::new(),
        parameters: String::new(),
        exceptions_checked: Vec::new(),
        evidence: vec![evidence(0), evidence(1)],
        decision: None,
    };
    Grounds::new(&evidence_keys(&[finding], records, SECRET)[0], None, "")
}

#[test]
fn months_numbers_days_lines_and_contacts_are_nothing_new() {
    let plain = grounds(&records(|_, _, _| {}));
    assert_eq!(plain.rows.len(), 1, "two months of one payment say the same");
    assert_eq!(plain.until, Some(Month::from_ym(2026, 11)));
    let elsewhere = records(|mention, payment, _| {
        mention.line += 7;
        mention.file = "other.csv";
        mention.phone = None;
        payment.payment_number = None;
        payment.paid_on = None;
        payment.account = Some("6217000010001234567");
    });
    assert_eq!(grounds(&elsewhere), plain);
}

#[test]
fn amounts_names_sources_and_schemes_are() {
    let plain = grounds(&records(|_, _, _| {}));
    let changes: [fn(&mut Mention, &mut Payment, &mut Circumstance); 5] = [
        |mention, _, _| mention.name = Some("王秀瑛"),
        |mention, _, _| mention.source = "relief",
        |_, payment, _| payment.scheme = "DBC",
        |_, payment, _| payment.amount = Fen::from_yuan(430),
        |_, _, circumstance| circumstance.amount = Some(Fen::from_yuan(3000)),
    ];
    for change in changes {
        let changed = grounds(&records(change));
        assert_eq!(changed.until, plain.until);
        assert!(changed.rows.iter().all(|row| !plain.rows.contains(row)));
    }
}
