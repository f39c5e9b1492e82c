using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists.Columns;

/// <summary>Where a column's values come from.</summary>
public enum ColumnKind
{
    /// <summary>A fact about the run itself: name, status, owner …</summary>
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
    /// <summary>Its key in addresses and exports: <c>max_frames</c>, <c>best:val_loss</c>, <c>split:test:accuracy</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Its heading.</summary>
    public required string Title { get; init; }

    /// <summary>A description in one sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where its values come from.</summary>
    public required ColumnKind Kind { get; init; }

    /// <summary>A run's number in this column, by which rows are sorted if there is one; null for columns of text.</summary>
    public Func<Run, double?>? Number { get; init; }

    /// <summary>A run's text in this column; null for columns of numbers only.</summary>
    public Func<Run, string?>? Text { get; init; }

    /// <summary>The epoch of the value, from 1.</summary>
    public Func<Run, int?>? Epoch { get; init; }

    /// <summary>How its numbers are written.</summary>
    public ColumnFormat Format { get; init; }

    /// <summary>The metric's name, which determines what is better; null if it is not a metric.</summary>
    public string? Metric { get; init; }

    /// <summary>The split it was measured on: <c>val</c> and <c>train</c> over epochs, any name in evaluations.</summary>
    public string? Split { get; init; }

    /// <summary>Whether it contains numbers, which are averaged and right-aligned.</summary>
    public bool IsNumber => Text is null;

    /// <summary>Whether its best value is marked: only for metrics of the validation split, since models may be chosen by them.</summary>
    public bool IsMarked => Metric is not null && Split is "val" or "validation";

    /// <summary>Whether runs may be sorted by it. Not by the test split or another dataset: that would be choosing a model by it.</summary>
    public bool IsSortable => Kind != ColumnKind.Split || Split is "validation" or "train";

    /// <summary>What it shows for a run; empty if there is no value.</summary>
    public string Show(Run run)
    {
        if (Text is not null) return Text(run) ?? "";
        return Number!(run) is { } value ? Format.Write(value) : "";
    }

    /// <summary>Whether it shows more than one value for these runs.</summary>
    internal bool Differs(IReadOnlyList<Run> runs)
    {
        if (runs.Count == 0) return false;
        string first = Show(runs[0]);
        foreach (Run run in runs) if (Show(run) != first) return true;
        return false;
    }
}
