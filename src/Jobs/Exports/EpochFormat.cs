namespace Angioboard.Jobs.Exports;

/// <summary>How the epochs of many runs are written.</summary>
public enum EpochFormat
{
    /// <summary>A JSON object on each line.</summary>
    Jsonl,

    /// <summary>A table with a heading (RFC 4180).</summary>
    Csv,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
