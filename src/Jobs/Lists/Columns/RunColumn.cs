using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists.Columns;

/// <summary>Where a column's values come from.</summary>
public enum ColumnKind
{
    /// <summary>What is known of the run itself: name, status, owner …</summary>
    Fact,

    /// <summary>One of its settings.</summary>
    Setting,

    /// <summary>The best value of a metric over epochs.</summary>
    Best,

    /// <summary>A metric's value at the epoch whose weights are evaluated.</summary>
    AtBest,

    /// <summary>A metric's value at the last epoch.</summary>
    Last,

    /// <summary>A metric of evaluation.json, of one split.</summary>
    Split,
}

/// <summary>A column of the list of runs.</summary>
public sealed record RunColumn
{
    /// <summary>Its name in addresses and exports: <c>max_frames</c>, <c>best:val_loss</c>, <c>split:test:accuracy</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Its heading.</summary>
    public required string Title { get; init; }

    /// <summary>What it is, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where its values come from.</summary>
    public required ColumnKind Kind { get; init; }

    /// <summary>Its number in a run, which orders it where there is one; null in columns of text.</summary>
    public Func<Run, double?>? Number { get; init; }

    /// <summary>Its text in a run; null in columns of numbers alone.</summary>
    public Func<Run, string?>? Text { get; init; }

    /// <summary>The epoch, from 0, that reached the value.</summary>
    public Func<Run, int?>? Epoch { get; init; }

    /// <summary>How its numbers are written.</summary>
    public ColumnFormat Format { get; init; }

    /// <summary>The metric's name, which says what is better; null for what is no metric.</summary>
    public string? Metric { get; init; }

    /// <summary>The split it was measured on: <c>val</c> and <c>train</c> over epochs, any name in evaluations.</summary>
    public string? Split { get; init; }

    /// <summary>Whether it holds numbers to be averaged and written to the right.</summary>
    public bool IsNumber => Text is null;

    /// <summary>Whether its best value is marked: metrics of the validation split are, since they are what one may choose by.</summary>
    public bool IsMarked => Metric is not null && Split is "val" or "validation";

    /// <summary>Whether runs may be ordered by it. Not by the test split or another dataset's: that would be choosing by it.</summary>
    public bool IsSortable => Kind != ColumnKind.Split || Split is "validation" or "train";

    /// <summary>What it shows of a run; empty where there is nothing.</summary>
    public string Show(Run run)
    {
        if (Text is not null) return Text(run) ?? "";
        return Number!(run) is { } value ? Format.Write(value) : "";
    }
}
