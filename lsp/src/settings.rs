//! What a person sets in an editor: of one run, before what the project's `shoring.toml` says.

use serde_json::Value;
use shoring_core::target::Target;

/// When diagnostics are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Run {
    /// While somebody types.
    #[default]
    OnType,
    /// When a text is saved.
    OnSave,
}

/// What to do with findings that Prisma's own extension tells as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AlsoReportedByPrisma {
    /// Tell them, whoever else does.
    #[default]
    Show,
    /// Leave them to Prisma's extension, where that is there.
    Hide,
}

/// What a person sets in an editor.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The database, before all that tells it.
    pub target: Option<Target>,
    /// Why the target that is set cannot be taken.
    pub target_refused: Option<String>,
    /// The path of the configuration, seen from its folder.
    pub config: Option<String>,
    /// The revision to compare with, before what the configuration says.
    pub base: Option<String>,
    /// When diagnostics are told.
    pub run: Run,
    /// Whether fields of Prisma are shown with their types in the database.
    pub database_types: bool,
    /// What to do with findings that Prisma's own extension tells as well.
    pub also_reported_by_prisma: AlsoReportedByPrisma,
    /// Whether Prisma's own extension is there.
    pub prisma_is_active: bool,
}

impl Settings {
    /// Takes over what is said. What is not said stays; an empty text or null takes back what was said.
    pub fn take(&mut self, said: &Value) {
        let text = |key: &str| said.get(key).map(|value| value.as_str().filter(|text| !text.trim().is_empty()));
        if let Some(target) = text("target") {
            let read = target.map(Target::parse);
            self.target_refused = read.as_ref().and_then(|read| read.as_ref().err()).map(ToString::to_string);
            self.target = read.and_then(Result::ok);
        }
        if let Some(config) = text("config") {
            self.config = config.map(str::to_owned);
        }
        if let Some(base) = text("base") {
            self.base = base.map(str::to_owned);
        }
        if let Some(run) = text("run") {
            self.run = if run == Some("onSave") { Run::OnSave } else { Run::OnType };
        }
        if let Some(hints) = said.get("inlayHints") {
            self.database_types = hints.get("databaseTypes").and_then(Value::as_bool).unwrap_or_default();
        }
        if let Some(also) = text("alsoReportedByPrisma") {
            let hide = also == Some("hide");
            self.also_reported_by_prisma = if hide { AlsoReportedByPrisma::Hide } else { AlsoReportedByPrisma::Show };
        }
        if let Some(active) = said.get("prismaIsActive") {
            self.prisma_is_active = active.as_bool().unwrap_or_default();
        }
    }

    /// Whether findings that Prisma's extension tells as well are left to it.
    pub fn leaves_to_prisma(&self) -> bool {
        self.prisma_is_active && self.also_reported_by_prisma == AlsoReportedByPrisma::Hide
    }
}

#[cfg(test)]
mod tests {
    use super::{AlsoReportedByPrisma, Run, Settings};
    use serde_json::json;

    #[test]
    fn what_is_not_said_stays_and_null_takes_back() {
        let mut settings = Settings::default();
        settings.take(&json!({ "target": "planetscale", "run": "onSave", "alsoReportedByPrisma": "hide" }));
        settings.take(&json!({ "base": "origin/main", "prismaIsActive": true }));
        assert_eq!(settings.target.as_ref().map(ToString::to_string).as_deref(), Some("planetscale"));
        assert_eq!((settings.run, settings.base.as_deref()), (Run::OnSave, Some("origin/main")));
        assert_eq!(settings.also_reported_by_prisma, AlsoReportedByPrisma::Hide);
        settings.take(&json!({ "target": null, "base": "", "run": "onType" }));
        assert_eq!((settings.target, settings.base, settings.run), (None, None, Run::OnType));
    }

    #[test]
    fn a_target_that_there_is_not_is_refused_and_settings_of_any_shape_are_taken() {
        let mut settings = Settings::default();
        settings.take(&json!({ "target": "planetscal", "inlayHints": 3, "run": [] }));
        assert!(settings.target_refused.is_some_and(|reason| reason.contains("planetscal")));
        settings = Settings::default();
        settings.take(&json!([1, 2]));
        assert_eq!(settings.run, Run::OnType);
    }
}
