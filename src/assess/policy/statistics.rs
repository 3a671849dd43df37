//! What a pack has counted: needs with the schemes that answer them, and yearly funds.

use serde::Deserialize;
use toml::{Spanned, Value};

use super::parameters::{self, Parameter, Parameters};
use super::parse::{PolicyFault, line_at, read};
use super::{AssistedThrough, Condition, Need};
use crate::assess::scheme_set::{self, SchemeSet};
use crate::domain::{Day, Fen, Fund, FundValue, Schemes};

const FILE: &str = "statistics.toml";

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CountedFile {
    #[serde(default, rename = "need")]
    needs: Vec<NeedText>,
    #[serde(default, rename = "fund")]
    funds: Vec<FundText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NeedText {
    code: String,
    name: String,
    schemes: Spanned<SchemeSet>,
    assisted_through: AssistedThrough,
    within_days: i32,
    /// Who is in need.
    condition: Spanned<Value>,
    #[serde(default)]
    depends_on: Vec<String>,
    basis: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FundText {
    code: String,
    name: String,
    schemes: Spanned<SchemeSet>,
    /// The parameter that says what it holds for a year.
    yearly_yuan: Spanned<String>,
}

/// What the parts of a pack know of each other.
pub(super) struct Pack<'a> {
    pub text: &'a str,
    pub schemes: &'a Schemes,
    pub declared: &'a [Parameter],
    pub parameters: &'a Parameters,
    pub run_date: Day,
}

/// Reads the needs and the funds of a pack; an empty text has none.
pub(super) fn parse(pack: &Pack, faults: &mut Vec<PolicyFault>) -> (Vec<Need>, Vec<Fund>) {
    let file: CountedFile = read(FILE, pack.text, faults).unwrap_or_default();
    let mut fault = |offset: usize, message: String| {
        let line = Some(line_at(pack.text, offset));
        faults.push(PolicyFault { file: FILE.to_owned(), line, message });
    };
    let needs: Vec<Need> = file.needs.into_iter().map(|one| pack.need(one, &mut fault)).collect();
    let funds = file.funds.into_iter().map(|one| pack.fund(one, &mut fault)).collect();
    (needs, funds)
}

impl Pack<'_> {
    fn need(&self, text: NeedText, fault: &mut impl FnMut(usize, String)) -> Need {
        self.check_schemes(&text.code, &text.schemes, fault);
        if text.basis.trim().is_empty() {
            let message = format!("need `{}`: give the basis, or write 未核实", text.code);
            fault(text.condition.span().start, message);
        }
        let condition = parameters::resolve(text.condition.get_ref(), self.parameters);
        let condition = condition.and_then(|value| {
            value.try_into::<Condition>().map_err(|error| {
                let message = error.message().to_owned();
                // A setting that is not given leaves the need uncounted; one that is wrong is a fault.
                if !message.starts_with("missing field") {
                    fault(text.condition.span().start, format!("need `{}`: {message}", text.code));
                }
                format!("参数不全：{message}")
            })
        });
        if let Ok(Condition::Circumstance { covered_by: Some(schemes), .. }) = &condition {
            let schemes = Spanned::new(text.condition.span(), schemes.clone());
            self.check_schemes(&text.code, &schemes, fault);
        }
        Need {
            code: text.code,
            name: text.name,
            schemes: text.schemes.into_inner(),
            assisted_through: text.assisted_through,
            within_days: text.within_days,
            condition,
            depends_on: text.depends_on,
        }
    }

    fn fund(&self, text: FundText, fault: &mut impl FnMut(usize, String)) -> Fund {
        self.check_schemes(&text.code, &text.schemes, fault);
        let name = text.yearly_yuan.get_ref();
        let parameter = self.declared.iter().find(|one| one.name.get_ref() == name);
        let mut yearly = Vec::new();
        let dated = parameter.map_or(&[][..], |parameter| &parameter.values);
        if parameter.is_none() {
            fault(text.yearly_yuan.span().start, format!("parameter `{name}` is not declared"));
        }
        for value in dated {
            let from: Result<Day, _> = value.effective_from.get_ref().parse();
            match (from, value.value.as_integer()) {
                (Ok(from), Some(yuan)) if from <= self.run_date => yearly.push(FundValue {
                    from,
                    amount: Fen::from_yuan(yuan),
                    basis: value.basis.clone(),
                }),
                // A later value is not known yet, and a day that is none is a fault already.
                (_, Some(_)) => {}
                (_, None) => {
                    let message = format!("parameter `{name}` is no whole number of yuan");
                    fault(text.yearly_yuan.span().start, message);
                }
            }
        }
        yearly.sort_by_key(|value| value.from);
        let schemes = self.schemes.iter().map(|scheme| &scheme.code);
        let schemes = schemes.filter(|code| text.schemes.get_ref().contains(code)).cloned();
        Fund { code: text.code, name: text.name, schemes: schemes.collect(), yearly }
    }

    fn check_schemes(
        &self,
        code: &str,
        schemes: &Spanned<SchemeSet>,
        fault: &mut impl FnMut(usize, String),
    ) {
        for pattern in schemes.get_ref().patterns() {
            if !self.schemes.iter().any(|one| scheme_set::matches(pattern, &one.code)) {
                fault(schemes.span().start, format!("{code}: unknown scheme `{pattern}`"));
            }
        }
    }
}
