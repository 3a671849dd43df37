//! Tables: Arrow record batches with a declared, documented and checked shape.
//!
//! `table!` declares the columns of a table once; the row type, the builder, the typed arrays and
//! the published contract (Chinese name, meaning in both languages, unit, standard, sensitivity,
//! meaning of null) all come from that declaration, so the code and the contract cannot drift
//! apart. A batch enters through `from_batch`, which refuses any other shape; after that, a column
//! is a field and a misspelt column does not compile.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BooleanArray, BooleanBuilder, Date32Array, Date32Builder, Decimal128Array,
    Decimal128Builder, DictionaryArray, Float64Array, Float64Builder, RecordBatch, StringArray,
    StringBuilder, StringDictionaryBuilder, TimestampMicrosecondArray, TimestampMicrosecondBuilder,
    UInt8Array, UInt8Builder, UInt32Array, UInt32Builder, UInt64Array, UInt64Builder,
    new_empty_array,
};
use arrow::datatypes::{DataType, Field, Int32Type, Schema, SchemaRef, TimeUnit};

use super::{Day, Fen, Moment, Month};

/// How much harm a column could do in the wrong hands; the dictionary shows it for every column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sensitivity {
    /// Says nothing about a person.
    Open,
    /// Speaks of one person or household without naming them: a pseudonym, an amount, a town.
    Personal,
    /// Names a person, or is about health, account or a child; published only masked.
    Sensitive,
}

impl Sensitivity {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Personal => "personal",
            Self::Sensitive => "sensitive",
        }
    }

    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Open => "公开",
            Self::Personal => "个人",
            Self::Sensitive => "敏感",
        }
    }
}

/// What a column's declaration says beside its type: built with [`zh`] and its `const` setters.
#[derive(Debug, Clone, Copy)]
pub struct Note {
    /// The column's Chinese name.
    pub chinese: &'static str,
    /// Its meaning in Chinese; empty in tables that are not published.
    pub meaning_zh: &'static str,
    pub unit: &'static str,
    pub standard: &'static str,
    pub null_means: &'static str,
    pub null_means_zh: &'static str,
    pub sensitivity: Sensitivity,
}

/// A note that starts with the column's Chinese name.
pub const fn zh(chinese: &'static str) -> Note {
    Note {
        chinese,
        meaning_zh: "",
        unit: "",
        standard: "",
        null_means: "",
        null_means_zh: "",
        sensitivity: Sensitivity::Open,
    }
}

impl Note {
    /// What the column says, in Chinese and without a full stop.
    #[must_use]
    pub const fn says(mut self, meaning_zh: &'static str) -> Self {
        self.meaning_zh = meaning_zh;
        self
    }

    /// The unit of the values, such as `yuan`.
    #[must_use]
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// The national or industry standard that defines the values.
    #[must_use]
    pub const fn standard(mut self, standard: &'static str) -> Self {
        self.standard = standard;
        self
    }

    /// What an absent value says, in both languages.
    #[must_use]
    pub const fn null(mut self, null_means: &'static str, null_means_zh: &'static str) -> Self {
        self.null_means = null_means;
        self.null_means_zh = null_means_zh;
        self
    }

    #[must_use]
    pub const fn personal(mut self) -> Self {
        self.sensitivity = Sensitivity::Personal;
        self
    }

    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitivity = Sensitivity::Sensitive;
        self
    }

    /// The unit as Chinese readers call it.
    pub fn unit_zh(&self) -> &'static str {
        match self.unit {
            "yuan" => "元",
            "year" => "年",
            "day" => "天",
            "bit" => "比特",
            other => other,
        }
    }
}

/// One column of a [`Contract`].
#[derive(Clone, Copy)]
pub struct Column {
    pub name: &'static str,
    pub meaning: &'static str,
    pub note: Note,
    pub nullable: bool,
    pub data_type: fn() -> DataType,
}

/// The declared shape of a table: what its readers may rely on.
#[derive(Clone, Copy)]
pub struct Contract {
    pub name: &'static str,
    pub chinese: &'static str,
    pub about: &'static str,
    /// The same as a Chinese sentence; empty for tables that are not published.
    pub about_zh: &'static str,
    pub version: u32,
    pub sorted_by: &'static [&'static str],
    pub columns: &'static [Column],
}

impl Contract {
    /// The Arrow schema, with each column's description in its metadata.
    pub fn schema(&self) -> SchemaRef {
        let fields: Vec<Field> = self.columns.iter().map(Column::field).collect();
        let metadata = [
            ("hedui.table", self.name.to_owned()),
            ("hedui.schema_version", self.version.to_string()),
            ("hedui.about", self.about.trim().to_owned()),
            ("hedui.about_zh", self.about_zh.to_owned()),
            ("hedui.sorted_by", self.sorted_by.join(",")),
        ];
        let metadata = metadata.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        Arc::new(Schema::new_with_metadata(fields, metadata))
    }
}

impl Column {
    fn field(&self) -> Field {
        let mut metadata = std::collections::HashMap::new();
        metadata.insert("chinese".to_owned(), self.note.chinese.to_owned());
        metadata.insert("meaning".to_owned(), self.meaning.trim().to_owned());
        metadata.insert("meaning_zh".to_owned(), self.note.meaning_zh.to_owned());
        Field::new(self.name, (self.data_type)(), self.nullable).with_metadata(metadata)
    }
}

/// Why a batch is not the table it is taken for.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    #[error("table {table}: column `{column}` is missing")]
    Missing { table: &'static str, column: &'static str },
    #[error("table {table}: column `{column}` is {found}, not {expected}")]
    WrongType { table: &'static str, column: &'static str, found: DataType, expected: DataType },
    #[error("table {table}: column `{column}` holds a null")]
    UnexpectedNull { table: &'static str, column: &'static str },
    #[error("table {table}: {source}")]
    Arrow { table: &'static str, source: arrow::error::ArrowError },
}

/// A kind of value a column can hold: its Arrow type, and how to write and read one value.
pub trait Cell {
    type Array: Array + Clone + 'static;
    type Builder;
    type Value<'a>;
    const NULLABLE: bool = false;

    fn data_type() -> DataType;
    /// An empty builder with room for so many values, and no more: a chunk may be one class of a school,
    /// and a night has thousands of them.
    fn builder(rows: usize) -> Self::Builder;
    fn append(builder: &mut Self::Builder, value: Self::Value<'_>);
    fn append_null(builder: &mut Self::Builder);
    fn finish(builder: Self::Builder) -> ArrayRef;
    fn value(array: &Self::Array, row: usize) -> Self::Value<'_>;
}

/// A column in which a value may be absent.
pub struct Maybe<C>(std::marker::PhantomData<C>);

impl<C: Cell> Cell for Maybe<C> {
    type Array = C::Array;
    type Builder = C::Builder;
    type Value<'a> = Option<C::Value<'a>>;
    const NULLABLE: bool = true;

    fn data_type() -> DataType {
        C::data_type()
    }
    fn builder(rows: usize) -> Self::Builder {
        C::builder(rows)
    }
    fn append(builder: &mut Self::Builder, value: Self::Value<'_>) {
        match value {
            Some(value) => C::append(builder, value),
            None => C::append_null(builder),
        }
    }
    fn append_null(builder: &mut Self::Builder) {
        C::append_null(builder);
    }
    fn finish(builder: Self::Builder) -> ArrayRef {
        C::finish(builder)
    }
    fn value(array: &Self::Array, row: usize) -> Self::Value<'_> {
        array.is_valid(row).then(|| C::value(array, row))
    }
}

/// Declares a [`Cell`] over a primitive Arrow array.
macro_rules! plain_cell {
    ($(#[$doc:meta])* $cell:ident, $value:ty, $array:ty, $builder:ty, $type:expr, $new:expr,
     $into:expr, $from:expr) => {
        $(#[$doc])*
        pub struct $cell;

        impl Cell for $cell {
            type Array = $array;
            type Builder = $builder;
            type Value<'a> = $value;

            fn data_type() -> DataType {
                $type
            }
            fn builder(rows: usize) -> Self::Builder {
                $new(rows)
            }
            fn append(builder: &mut Self::Builder, value: Self::Value<'_>) {
                builder.append_value($into(value));
            }
            fn append_null(builder: &mut Self::Builder) {
                builder.append_null();
            }
            fn finish(mut builder: Self::Builder) -> ArrayRef {
                Arc::new(builder.finish())
            }
            fn value(array: &Self::Array, row: usize) -> Self::Value<'_> {
                $from(array.value(row))
            }
        }
    };
}

const MONEY_PRECISION: u8 = 14;
const MONEY_SCALE: i8 = 2;

fn money_builder(rows: usize) -> Decimal128Builder {
    Decimal128Builder::with_capacity(rows)
        .with_data_type(DataType::Decimal128(MONEY_PRECISION, MONEY_SCALE))
}

/// The zone in which moments are shown; they are stored in UTC.
const ZONE: &str = "Asia/Shanghai";

fn moment_type() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some(ZONE.into()))
}

fn moment_builder(rows: usize) -> TimestampMicrosecondBuilder {
    TimestampMicrosecondBuilder::with_capacity(rows).with_data_type(moment_type())
}

plain_cell!(
    /// A moment, as a timestamp with zone.
    AtMoment, Moment, TimestampMicrosecondArray, TimestampMicrosecondBuilder, moment_type(),
    moment_builder, |moment: Moment| moment.0, Moment
);
plain_cell!(
    /// A day, as `date32`.
    OnDay, Day, Date32Array, Date32Builder, DataType::Date32, Date32Builder::with_capacity,
    |day: Day| day.0, Day
);
plain_cell!(
    /// A calendar month, as the `date32` of its first day.
    InMonth, Month, Date32Array, Date32Builder, DataType::Date32, Date32Builder::with_capacity,
    |month: Month| month.first_day().0, |days| Day(days).month()
);
plain_cell!(
    /// Money, as `decimal(14,2)` yuan; inside the program it is whole fen.
    Money, Fen, Decimal128Array, Decimal128Builder,
    DataType::Decimal128(MONEY_PRECISION, MONEY_SCALE), money_builder,
    |fen: Fen| i128::from(fen.0),
    |units: i128| Fen(i64::try_from(units).expect("decimal(14,2) fits in 64 bits"))
);
plain_cell!(
    /// A whole number below 256.
    Small, u8, UInt8Array, UInt8Builder, DataType::UInt8, UInt8Builder::with_capacity,
    std::convert::identity, std::convert::identity
);
plain_cell!(
    /// A whole number.
    Count, u32, UInt32Array, UInt32Builder, DataType::UInt32, UInt32Builder::with_capacity,
    std::convert::identity, std::convert::identity
);
plain_cell!(
    /// A 64-bit key.
    Key, u64, UInt64Array, UInt64Builder, DataType::UInt64, UInt64Builder::with_capacity,
    std::convert::identity, std::convert::identity
);
plain_cell!(
    /// A measure that is never money.
    Measure, f64, Float64Array, Float64Builder, DataType::Float64, Float64Builder::with_capacity,
    std::convert::identity, std::convert::identity
);
plain_cell!(
    /// Yes or no.
    Truth, bool, BooleanArray, BooleanBuilder, DataType::Boolean, BooleanBuilder::with_capacity,
    std::convert::identity, std::convert::identity
);

/// Text, as `utf8`.
pub struct Text;

/// Room a builder sets aside for a text: that of a name or a date.
const USUAL_BYTES: usize = 9;

impl Cell for Text {
    type Array = StringArray;
    type Builder = StringBuilder;
    type Value<'a> = &'a str;

    fn data_type() -> DataType {
        DataType::Utf8
    }
    fn builder(rows: usize) -> Self::Builder {
        StringBuilder::with_capacity(rows, rows * USUAL_BYTES)
    }
    fn append(builder: &mut Self::Builder, value: Self::Value<'_>) {
        builder.append_value(value);
    }
    fn append_null(builder: &mut Self::Builder) {
        builder.append_null();
    }
    fn finish(mut builder: Self::Builder) -> ArrayRef {
        // Texts grow into up to twice the room they need, and chunks are kept until all are joined.
        let mut texts = builder.finish();
        texts.shrink_to_fit();
        Arc::new(texts)
    }
    fn value(array: &Self::Array, row: usize) -> Self::Value<'_> {
        array.value(row)
    }
}

/// Text out of a small vocabulary, as a dictionary of strings.
pub struct Category;

/// Builds a category. Most values repeat the one before, and finding a word costs a hash, so a run of
/// one word is found once.
pub struct CategoryBuilder {
    words: StringDictionaryBuilder<Int32Type>,
    run: String,
    length: usize,
}

impl CategoryBuilder {
    fn end_run(&mut self) {
        if self.length > 0 {
            self.words.append_values(&self.run, self.length);
            self.length = 0;
        }
    }
}

impl Cell for Category {
    type Array = DictionaryArray<Int32Type>;
    type Builder = CategoryBuilder;
    type Value<'a> = &'a str;

    fn data_type() -> DataType {
        DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
    }
    fn builder(rows: usize) -> Self::Builder {
        let words = StringDictionaryBuilder::with_capacity(rows, 0, 0);
        CategoryBuilder { words, run: String::new(), length: 0 }
    }
    fn append(builder: &mut Self::Builder, value: Self::Value<'_>) {
        if builder.run != value {
            builder.end_run();
            builder.run.clear();
            builder.run.push_str(value);
        }
        builder.length += 1;
    }
    fn append_null(builder: &mut Self::Builder) {
        builder.end_run();
        builder.words.append_null();
    }
    fn finish(mut builder: Self::Builder) -> ArrayRef {
        builder.end_run();
        Arc::new(builder.words.finish())
    }
    fn value(array: &Self::Array, row: usize) -> Self::Value<'_> {
        let words = array.values().as_any().downcast_ref::<StringArray>();
        let key =
            usize::try_from(array.keys().value(row)).expect("a dictionary key is not negative");
        words.expect("a category's words are utf8").value(key)
    }
}

/// Takes one column out of a batch, checked against its declaration.
pub fn typed_column<C: Cell>(
    table: &'static str,
    column: &'static str,
    batch: &RecordBatch,
) -> Result<C::Array, TableError> {
    let array = batch.column_by_name(column).ok_or(TableError::Missing { table, column })?;
    let expected = C::data_type();
    if *array.data_type() != expected {
        let found = array.data_type().clone();
        return Err(TableError::WrongType { table, column, found, expected });
    }
    if !C::NULLABLE && array.null_count() > 0 {
        return Err(TableError::UnexpectedNull { table, column });
    }
    let typed = array.as_any().downcast_ref::<C::Array>();
    Ok(typed.expect("an array of this data type has this Rust type").clone())
}

/// The parts of each column, in; each column as one, out: by calling the function for every column.
pub type JoinColumns = fn(Vec<Vec<ArrayRef>>, fn(Vec<ArrayRef>) -> ArrayRef) -> Vec<ArrayRef>;

/// Joins columns in turn.
pub fn in_turn(columns: Vec<Vec<ArrayRef>>, join: fn(Vec<ArrayRef>) -> ArrayRef) -> Vec<ArrayRef> {
    columns.into_iter().map(join).collect()
}

/// Batches of one schema as one, joined column by column, so that there is never more than one column
/// twice.
pub fn join_batches(
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    join: JoinColumns,
) -> RecordBatch {
    let empty = |field: &Arc<Field>| vec![new_empty_array(field.data_type())];
    let mut columns: Vec<Vec<ArrayRef>> = schema.fields().iter().map(empty).collect();
    for batch in batches.into_iter().filter(|batch| batch.num_rows() > 0) {
        let (_, arrays, _) = batch.into_parts();
        for (column, array) in columns.iter_mut().zip(arrays) {
            column.push(array);
        }
    }
    let joined = join(columns, |parts| match &parts[..] {
        [empty] => Arc::clone(empty),
        [_, only] => Arc::clone(only),
        [_, several @ ..] => {
            let arrays: Vec<&dyn Array> = several.iter().map(AsRef::as_ref).collect();
            arrow::compute::concat(&arrays).expect("parts of a column share its type")
        }
        [] => unreachable!("a column begins with its empty part"),
    });
    RecordBatch::try_new(schema, joined).expect("parts of one table share its schema")
}

/// Declares a table. The `///` line of a column is its meaning in the published contract, `says` the
/// same in Chinese, which what is not published may leave out.
///
/// ```text
/// table! {
///     /// What the table holds.
///     pub Payments, Payment, PaymentsBuilder = "payments" "发放明细"
///         says "表的内容。"
///         v 1 sorted [person_id] {
///         /// The scheme the payment belongs to.
///         scheme: Category => zh("救助项目").says("款项所属的救助项目"),
///     }
/// }
/// ```
macro_rules! table {
    (
        $(#[doc = $about:literal])+
        pub $table:ident, $row:ident, $builder:ident =
            $name:literal $chinese:literal $(says $about_zh:literal)?
            v $version:literal sorted [$($sort:ident),*] {
            $( $(#[doc = $meaning:literal])+ $field:ident : $cell:ty => $note:expr, )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone)]
        pub struct $table {
            batch: arrow::array::RecordBatch,
            $( $(#[doc = $meaning])+ pub $field: <$cell as $crate::domain::table::Cell>::Array, )+
        }

        #[doc = concat!("One row of [`", stringify!($table), "`].")]
        #[derive(Clone, PartialEq)]
        pub struct $row<'a> {
            $( $(#[doc = $meaning])+ pub $field: <$cell as $crate::domain::table::Cell>::Value<'a>, )+
        }

        #[doc = concat!("Writes [`", stringify!($table), "`] row by row.")]
        pub struct $builder {
            rows: usize,
            $( $field: <$cell as $crate::domain::table::Cell>::Builder, )+
        }

        impl Default for $builder {
            fn default() -> Self {
                Self::with_capacity(0)
            }
        }

        impl $builder {
            /// A builder with room for so many rows.
            pub fn with_capacity(rows: usize) -> Self {
                Self {
                    rows: 0,
                    $( $field: <$cell as $crate::domain::table::Cell>::builder(rows), )+
                }
            }

            /// Appends a row and gives its number.
            pub fn push(&mut self, row: $row<'_>) -> u32 {
                $( <$cell as $crate::domain::table::Cell>::append(&mut self.$field, row.$field); )+
                let number = u32::try_from(self.rows).expect("a table has fewer than 2^32 rows");
                self.rows += 1;
                number
            }

            pub fn len(&self) -> usize {
                self.rows
            }

            pub fn is_empty(&self) -> bool {
                self.rows == 0
            }

            pub fn finish(self) -> $table {
                let columns = vec![
                    $( <$cell as $crate::domain::table::Cell>::finish(self.$field), )+
                ];
                let batch = arrow::array::RecordBatch::try_new($table::CONTRACT.schema(), columns);
                let batch = batch.expect("builders write what the contract declares");
                $table::from_batch(&batch).expect("builders write what the contract declares")
            }
        }

        impl $table {
            /// The declared shape.
            pub const CONTRACT: $crate::domain::table::Contract = $crate::domain::table::Contract {
                name: $name,
                chinese: $chinese,
                about: concat!($($about),+),
                about_zh: concat!($($about_zh)?),
                version: $version,
                sorted_by: &[$(stringify!($sort)),*],
                columns: &[ $( $crate::domain::table::Column {
                    name: stringify!($field),
                    meaning: concat!($($meaning),+),
                    note: $note,
                    nullable: <$cell as $crate::domain::table::Cell>::NULLABLE,
                    data_type: <$cell as $crate::domain::table::Cell>::data_type,
                }, )+ ],
            };

            /// Takes a batch for this table if it has exactly the declared columns and types.
            pub fn from_batch(
                batch: &arrow::array::RecordBatch,
            ) -> Result<Self, $crate::domain::table::TableError> {
                $( let $field = $crate::domain::table::typed_column::<$cell>(
                    $name, stringify!($field), batch)?; )+
                let columns: Vec<arrow::array::ArrayRef> =
                    vec![ $( std::sync::Arc::new($field.clone()), )+ ];
                let batch = arrow::array::RecordBatch::try_new(Self::CONTRACT.schema(), columns)
                    .map_err(|source| $crate::domain::table::TableError::Arrow {
                        table: $name, source,
                    })?;
                Ok(Self { batch, $( $field, )+ })
            }

            /// Several parts of the table, in order, as one.
            pub fn concat(parts: Vec<Self>) -> Self {
                Self::concat_by(parts, $crate::domain::table::in_turn)
            }

            /// The same, with the columns joined in turn or side by side. The parts give up each
            /// column as it is joined.
            pub fn concat_by(parts: Vec<Self>, join: $crate::domain::table::JoinColumns) -> Self {
                let batches = parts.into_iter().map(|part| part.batch).collect();
                let batch =
                    $crate::domain::table::join_batches(Self::CONTRACT.schema(), batches, join);
                Self::from_batch(&batch).expect("parts of one table share its schema")
            }

            pub fn empty() -> Self {
                $builder::default().finish()
            }

            pub fn from_rows<'a>(rows: impl IntoIterator<Item = $row<'a>>) -> Self {
                let mut builder = $builder::default();
                for row in rows {
                    builder.push(row);
                }
                builder.finish()
            }

            pub fn batch(&self) -> &arrow::array::RecordBatch {
                &self.batch
            }

            pub fn len(&self) -> usize {
                self.batch.num_rows()
            }

            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            /// The row at a position, borrowed from the columns.
            pub fn row(&self, at: usize) -> $row<'_> {
                $row { $( $field:
                    <$cell as $crate::domain::table::Cell>::value(&self.$field, at), )+ }
            }

            pub fn rows(&self) -> impl Iterator<Item = $row<'_>> {
                (0..self.len()).map(|at| self.row(at))
            }
        }
    };
}

pub(crate) use table;
