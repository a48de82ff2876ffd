//! What a Prisma schema says beside its models.

use smol_str::SmolStr;

use crate::text::Location;

/// The settings of a Prisma schema that matter to its database.
#[derive(Clone, Debug, Default)]
pub struct PrismaSettings {
    /// The `datasource` block's name.
    pub datasource: Option<Location>,
    /// What the `datasource` block is called: the prefix of native types.
    pub datasource_name: Option<SmolStr>,
    /// `schemas`
    pub schemas: Vec<SmolStr>,
    /// `provider`
    pub provider: Option<Setting>,
    /// `url`, where it is written out.
    pub url: Option<Setting>,
    /// `relationMode`
    pub relation_mode: Option<Setting>,
    /// `referentialIntegrity`, what `relationMode` was called before Prisma 4.5.
    pub referential_integrity: Option<Setting>,
    /// `extensions`, each with its name, schema and version in the database.
    pub extensions: Vec<[Option<SmolStr>; 3]>,
    /// The preview features of all generators.
    pub preview_features: Vec<PreviewFeature>,
    /// `provider` of the only generator that makes a client, where that can take a preview feature.
    pub client: Option<Location>,
}

/// `key = value` in a block.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The value without its quotes.
    pub value: SmolStr,
    /// Where the key stands.
    pub key: Location,
    /// Where all of it stands.
    pub location: Location,
}

/// A preview feature of a generator.
#[derive(Clone, Debug)]
pub struct PreviewFeature {
    /// Its name.
    pub name: SmolStr,
    /// Where it stands, quotes included.
    pub location: Location,
    /// What goes where it is taken out: it and a comma beside it, or the whole `previewFeatures = [...]`.
    pub without: Location,
}

/// Who keeps the relations of a Prisma schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelationMode {
    /// `"foreignKeys"`: the database.
    ForeignKeys,
    /// `"prisma"`: the client.
    Prisma,
}

impl PrismaSettings {
    /// What says the relation mode: the new name, else the old one.
    pub fn mode_setting(&self) -> Option<&Setting> {
        self.relation_mode.as_ref().or(self.referential_integrity.as_ref())
    }

    /// The relation mode: what the new name says, else the old one, else Prisma's default.
    pub fn mode(&self) -> RelationMode {
        let setting = self.mode_setting();
        // MongoDB has no constraints: Prisma's default is "prisma" there.
        let mongo = self.provider.as_ref().is_some_and(|it| it.value == "mongodb");
        match setting.map(|setting| setting.value.as_str()) {
            Some("prisma") => RelationMode::Prisma,
            None if mongo => RelationMode::Prisma,
            _ => RelationMode::ForeignKeys,
        }
    }
}
