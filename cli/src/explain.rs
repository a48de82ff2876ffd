//! `shoring explain` and `shoring rules`.

use shoring_core::{
    report::{refusal::Refusal, rules::Rule},
    safety::{all_rules, find_rule},
};

use crate::{Failure, Host, arguments::ListFormat};

/// Prints the page of a rule.
pub(crate) fn rule(name: &str, host: &mut dyn Host) -> Result<i32, Failure> {
    let Some(rule) = find_rule(name) else { return Err(Refusal::of_unknown_rule(name).into()) };
    let head = format!(
        "# {}\n\n{} · {} · fix: {} · since {}\n\n",
        rule.name,
        rule.category.name(),
        rule.severity.name(),
        rule.fix.name(),
        rule.since
    );
    host.out(&format!("{head}{}\n\n{}\n", host.rule_page(rule), rule.url()));
    Ok(0)
}

/// Prints all rules.
pub(crate) fn list(format: ListFormat, host: &mut dyn Host) -> i32 {
    match format {
        ListFormat::Json => {
            let all = serde_json::to_value(Rule::all()).unwrap_or_default();
            host.out(&format!("{all:#}\n"));
        }
        ListFormat::Pretty => {
            let widest = all_rules().into_iter().map(|rule| rule.name.len()).max().unwrap_or_default();
            for rule in all_rules() {
                host.out(&format!("{:widest$}  {:7}  {}\n", rule.name, rule.severity.name(), rule.summary));
            }
            host.out("\nThe severity may depend on the target: `shoring explain RULE` tells.\n");
        }
    }
    0
}
