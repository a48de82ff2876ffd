//! What Prisma refuses of a schema that it can read: kept by kind, for rules to find words for.

use smol_str::SmolStr;

use crate::{
    diagnostic::Subject,
    text::{Location, Span},
};

/// A part of a Prisma schema that Prisma refuses, or warns of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// What is wrong with it.
    pub kind: RejectionKind,
    /// What it is about, by the database's names.
    pub subject: Subject,
    /// What the words of a finding name: the part by the schema's own name (`Post.author`), and two more, by kind.
    pub words: [SmolStr; 3],
    /// The part.
    pub location: Location,
    /// What stands in its way.
    pub other: Option<Location>,
    /// What would stand in its place, where there is one answer only.
    pub fix: Option<(Location, SmolStr)>,
    /// The model whose relations show it; empty where its block shows it alone.
    pub of: SmolStr,
}

impl Rejection {
    /// One that its block shows alone, with nothing in its way and no one answer.
    pub fn new(kind: RejectionKind, subject: Subject, words: [SmolStr; 3], location: Location) -> Self {
        Self { kind, subject, words, location, other: None, fix: None, of: SmolStr::default() }
    }

    /// What would stand in place of a part of its text; an empty one takes the part out.
    pub fn mend(&mut self, span: Span, text: SmolStr) {
        self.fix = Some((Location { span, ..self.location }, text));
    }

    /// The same, in whose way something stands.
    pub fn beside(mut self, other: Location) -> Self {
        self.other = Some(other);
        self
    }
}

/// The kinds of what Prisma refuses. The words that each has stand behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RejectionKind {
    /// A block of this name is there: the block, what the other one is.
    BlockExists,
    /// There is a datasource already.
    SecondDatasource,
    /// Another model has this table: the model, the table.
    TableTaken,
    /// Another enum has this name in the database: the enum, the name.
    EnumTaken,
    /// The model has a field of this name.
    FieldExists,
    /// Another field has this column: the field, the column.
    ColumnTaken,
    /// The enum has this value: the enum, the value.
    ValueExists,
    /// An attribute is there twice: the owner, the attribute.
    AttributeTwice,
    /// An argument is there twice: the owner, the argument.
    ArgumentTwice,
    /// A property is there twice: the block, the property.
    PropertyTwice,
    /// A name is a word of TypeScript or of Prisma: the name.
    NameReserved,
    /// A name starts with a digit: the name.
    NameStartsWithDigit,
    /// A name has a hyphen: the name.
    NameWithHyphen,
    /// A name for the client has other characters than letters, digits and `_`: the owner, the name.
    ClientNameCharacters,
    /// A key is called for the client like a field: the key, the name.
    ClientNameOfField,
    /// Two keys of a model are called the same for the client: the key, the name.
    ClientNameTwice,
    /// A name for the database is longer than it takes: the owner, the name, the most bytes.
    NameTooLong,
    /// All unique keys without optional fields are over types that Prisma does not know: the model.
    NoUsableKey,
    /// An enum has no value.
    NoValues,
    /// A type that no block defines: the field, the type.
    UnknownType,
    /// A list on a database without lists: the field, the database.
    ListNotSupported,
    /// A composite type on a database without them: the type, the database.
    CompositeNotSupported,
    /// A field of a composite type leads to a model: the field, the model.
    RelationInComposite,
    /// `Unsupported("…")` of a type that Prisma knows: the field, the type.
    TypeIsSupported,
    /// There is no such attribute: the owner, the attribute.
    UnknownAttribute,
    /// The attribute has no such argument: the attribute, the argument.
    UnknownArgument,
    /// An argument is missing: the attribute, the argument.
    ArgumentMissing,
    /// An argument has a value of another kind: the attribute, the argument, what it takes.
    ArgumentValue,
    /// An argument has no value: the attribute, the argument.
    ArgumentEmpty,
    /// Several arguments without a name: the attribute.
    UnnamedTwice,
    /// `name` and `map` say the same on `@@index`.
    NameAndMap,
    /// A key has no fields: the key.
    NoFields,
    /// `length` on a column that is no text: the key, the field.
    LengthOfNoText,
    /// An attribute where it means nothing: the field, the attribute, why.
    Misplaced,
    /// What the database does not have: the owner, what, the database.
    NotSupported,
    /// What needs a preview feature: the owner, what, the feature.
    FeatureMissing,
    /// There is no such preview feature: the feature.
    UnknownFeature,
    /// A preview feature that is over: the feature.
    FeatureOver,
    /// A preview feature that has another name now: the feature, the new name.
    FeatureRenamed,
    /// A field of a key that tells rows apart may be missing: the field, the key.
    OptionalInId,
    /// A type that this kind of index does not take: the field, the index, the type.
    Unindexable,
    /// An operator class that does not fit: the field, the class, what it is for.
    OperatorClass,
    /// A property is missing: the block, the property.
    PropertyMissing,
    /// There is no such property: the block, the property.
    PropertyUnknown,
    /// A property has another value than it takes: the block, the property, what it takes.
    PropertyValue,
    /// The argument of `env` has a name: the block, the property, the name.
    NamedVariable,
    /// A property that Prisma 7 moved into its configuration: the block, the property.
    PropertyMoved,
    /// There is no such native type: the field, the type, the database.
    NativeUnknown,
    /// The prefix of a native type is no datasource: the field, the prefix, the datasource.
    NativePrefix,
    /// The arguments of a native type: the field, the type, what it takes.
    NativeArguments,
    /// A native type is not for this type: the field, the type, what it is for.
    NativeMismatch,
    /// A default is no value of the type: the field, the value, the type.
    DefaultValue,
    /// A default of an enum is none of its values: the field, the value, the enum.
    DefaultNotInEnum,
    /// A function gives no value of the type: the field, the function, the type.
    DefaultFunction,
    /// There is no such function: the field, the function.
    UnknownFunction,
    /// A function takes other arguments: the field, the function, what it takes.
    FunctionArguments,
    /// A single value as the default of a list.
    DefaultOfList,
    /// A list as the default of a single value.
    DefaultIsList,
    /// A field of the model counts up already: the field.
    CountsTwice,
    /// A field that counts up is in no key: the field.
    CountsWithoutKey,
    /// A field that counts up is not the id: the field.
    CountsBesideId,
    /// A key names a field that is not there: the key, the field.
    NoFieldOfKey,
    /// A key names a field that leads to a model: the key, the field, the fields beneath it.
    RelationInKey,
    /// A key names a field twice: the key, the field.
    FieldTwice,
    /// A second primary key: the model, the attribute.
    SecondId,
    /// A second shard key: the model.
    SecondShardKey,
    /// A relation names a field that is not there: the relation, the field, the model.
    NoFieldOfRelation,
    /// A relation names a field that leads to a model: the relation, the field.
    RelationInRelation,
    /// The other side of a relation is missing: the field, the other model, the model.
    NoOpposite,
    /// Several fields lead to one model, and nothing tells which of its fields each belongs to: the fields, the model.
    Ambiguous,
    /// No side of a relation says what it is kept in: the field, what is missing.
    NoRelationFields,
    /// Both sides of a relation say it: the field, what, the other side.
    BothSides,
    /// The side without columns says it: the field, what, the other side.
    BackSide,
    /// A relation of many to many says it: the field, what.
    ManyToMany,
    /// A required relation over optional fields: the relation, the field.
    RequiredOverOptional,
    /// The side without columns is required: the field, the model.
    BackRequired,
    /// A relation of one to one whose columns are not unique: the field, the columns.
    OneToOneNotUnique,
    /// A relation of many to many to a model without a single id: the field, the model.
    ManyToManyWithoutId,
    /// A relation to a model that is ignored: the field, the model.
    ToIgnored,
    /// Other numbers of `fields` and `references`: the relation.
    FieldCount,
    /// `references` names no key: the relation, the fields, the model.
    NotUnique,
    /// Fields of other types than those they refer to: the field, its type, the other type.
    OtherType,
    /// A schema that the datasource does not list: the owner, the schema.
    SchemaUndeclared,
    /// A block says no schema where others do: the owner.
    SchemaMissing,
    /// `SetDefault` on MySQL: the relation.
    SetDefault,
    /// A foreign key is called as another one: the relation, the name where it is given.
    ConstraintTaken,
    /// A key is called as another one: the model, the name.
    KeyNameTaken,
}
