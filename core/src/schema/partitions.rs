//! How the rows of a table are parted.

use smol_str::SmolStr;

use super::Origin;

/// How the rows of a table are parted, or those of each of its partitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partitioning {
    /// How a row finds its partition.
    pub method: PartitionMethod,
    /// The expression that decides, as written, where it is one: `RANGE (…)`, `LIST (…)` and `HASH (…)`. MariaDB's
    /// `SYSTEM_TIME` has what stands behind that word.
    pub expression: Option<SmolStr>,
    /// The columns that decide: those of a list (`KEY (a, b)`, `RANGE COLUMNS (a)`), else those that the expression names.
    /// `KEY ()` means those of the primary key, and has none.
    pub columns: Vec<SmolStr>,
    /// `ALGORITHM` of `KEY`: 1 is how MySQL 5.1 counted, 2 the usual.
    pub algorithm: Option<SmolStr>,
    /// How many partitions there are where none is named, and where nothing says it, one.
    pub count: Option<u32>,
    /// The partitions that are named, in order.
    pub partitions: Vec<Partition>,
    /// How the rows of each partition are parted.
    pub subpartitioning: Option<Box<Partitioning>>,
    /// Whether all that was said of it was understood: only then has it no other columns and partitions.
    pub understood: bool,
    /// Where it comes from: `PARTITION BY …`.
    pub origin: Origin,
}

/// How a row finds its partition (MySQL manual, "Partitioning Types"; MariaDB adds `SYSTEM_TIME`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartitionMethod {
    /// `RANGE (expression)`: below the bound of a partition.
    Range,
    /// `RANGE COLUMNS (columns)`
    RangeColumns,
    /// `LIST (expression)`: among the values of a partition.
    List,
    /// `LIST COLUMNS (columns)`
    ListColumns,
    /// `HASH (expression)`: by the remainder.
    Hash,
    /// `LINEAR HASH (expression)`
    LinearHash,
    /// `KEY (columns)`: by the server's own function.
    Key,
    /// `LINEAR KEY (columns)`
    LinearKey,
    /// `SYSTEM_TIME`: the history of the rows apart from what is (MariaDB).
    SystemTime,
}

impl PartitionMethod {
    /// Its words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Range => "RANGE",
            Self::RangeColumns => "RANGE COLUMNS",
            Self::List => "LIST",
            Self::ListColumns => "LIST COLUMNS",
            Self::Hash => "HASH",
            Self::LinearHash => "LINEAR HASH",
            Self::Key => "KEY",
            Self::LinearKey => "LINEAR KEY",
            Self::SystemTime => "SYSTEM_TIME",
        }
    }

    /// Whether columns decide, and no expression.
    pub fn is_of_columns(self) -> bool {
        matches!(self, Self::RangeColumns | Self::ListColumns | Self::Key | Self::LinearKey)
    }

    /// Whether each partition says which rows are its own.
    pub fn has_bounds(self) -> bool {
        matches!(self, Self::Range | Self::RangeColumns | Self::List | Self::ListColumns)
    }

    /// Whether the server spreads the rows over a number of partitions.
    pub fn is_spread(self) -> bool {
        matches!(self, Self::Hash | Self::LinearHash | Self::Key | Self::LinearKey)
    }
}

/// A partition or subpartition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    /// Its name.
    pub name: SmolStr,
    /// Which rows are its own; absent where the server spreads them.
    pub bound: Option<PartitionBound>,
    /// Storage engine, where the text names one.
    pub engine: Option<SmolStr>,
    /// What its owner says about it (`COMMENT`).
    pub comment: Option<SmolStr>,
    /// Its other options, by name in upper case, with their values: `MAX_ROWS`, `DATA DIRECTORY`.
    pub options: Vec<(SmolStr, SmolStr)>,
    /// Its subpartitions that are named.
    pub subpartitions: Vec<Partition>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Which rows are a partition's own. Values are as written; `MAXVALUE` and `DEFAULT` are among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartitionBound {
    /// `VALUES LESS THAN (…)`: one value a column.
    LessThan(Vec<SmolStr>),
    /// `VALUES IN (…)`
    In(Vec<SmolStr>),
    /// `HISTORY`: rows that are no more (MariaDB).
    History,
    /// `CURRENT`: rows that are (MariaDB).
    Current,
}

impl Partition {
    /// One that the server counts: `p0`, `p1`, … (MySQL manual, "HASH Partitioning").
    pub fn counted(number: usize, origin: Origin) -> Self {
        Self {
            name: SmolStr::new(format!("p{number}")),
            bound: None,
            engine: None,
            comment: None,
            options: Vec::new(),
            subpartitions: Vec::new(),
            origin,
        }
    }
}

impl Partitioning {
    /// How many partitions there are.
    pub fn len(&self) -> usize {
        if self.partitions.is_empty() { self.count.unwrap_or(1) as usize } else { self.partitions.len() }
    }

    /// Never: there is one partition at least.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The partition of a name. The case of a partition's letters means nothing.
    pub fn partition(&self, name: &str) -> Option<&Partition> {
        self.position(name).and_then(|found| self.partitions.get(found))
    }

    /// The place of the partition of a name among those that are named.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.partitions.iter().position(|it| super::same_but_for_case(&it.name, name))
    }

    /// Calls columns by their new names.
    pub fn rename_columns(&mut self, renames: &[(SmolStr, SmolStr)]) {
        for column in &mut self.columns {
            if let Some((_, new)) = renames.iter().find(|(old, _)| super::same_but_for_case(old, column)) {
                column.clone_from(new);
            }
        }
        if let Some(expression) = &mut self.expression {
            *expression = super::names::renamed_in(expression, renames).into();
        }
        if let Some(sub) = &mut self.subpartitioning {
            sub.rename_columns(renames);
        }
    }
}
