using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>Runs that share an experiment, or all settings but the seed.</summary>
/// <param name="Key">What they share: the experiment's name or the settings' hash.</param>
/// <param name="Title">The name to show.</param>
/// <param name="Members">The runs, in the order of the list.</param>
public sealed record RunGroup(string Key, string Title, IReadOnlyList<Run> Members)
{
    /// <summary>The value of a column for the whole group.</summary>
    public GroupValue Of(RunColumn column)
    {
        if (!column.IsNumber) return GroupValue.OfTexts([.. Members.Select(column.Show)]);
        List<double> values = [];
        FingerprintCheck data = new();
        // A run cut short was trained for less time than the others: it would widen their spread.
        bool whole = column.Metric is not null && Members.Any(run => !run.CutShort);
        foreach (Run run in whole ? Members.Where(run => !run.CutShort) : Members)
        {
            if (column.Number!(run) is not { } value) continue;
            values.Add(value);
            if (column.Metric is not null) data.Add(run.Fingerprint);
        }
        return data.AreSame ? GroupValue.OfNumbers(values, column.Format) : GroupValue.OfDifferentData(values.Count);
    }

    /// <summary>When the newest was launched.</summary>
    public DateTimeOffset Newest => Members.Max(run => run.Created);
}

/// <summary>The value of a column for a group.</summary>
/// <param name="Count">How many members have a value.</param>
/// <param name="Mean">The mean of their numbers; the newest of times.</param>
/// <param name="Deviation">Standard deviation (n − 1); null with fewer than two.</param>
/// <param name="Text">Their text if it is the same for all, otherwise how many texts there are.</param>
/// <param name="DifferentData">Their numbers were measured on different data and have no mean.</param>
public sealed record GroupValue(int Count, double? Mean, double? Deviation, string? Text, bool DifferentData)
{
    internal static GroupValue OfTexts(IReadOnlyList<string> texts)
    {
        string[] distinct = [.. texts.Distinct()];
        return new(texts.Count(text => text.Length > 0), null, null,
            distinct.Length == 1 ? distinct[0] : $"{distinct.Length} different", false);
    }

    internal static GroupValue OfNumbers(IReadOnlyList<double> values, ColumnFormat format)
    {
        if (values.Count == 0) return new(0, null, null, null, false);
        if (format == ColumnFormat.Time) return new(values.Count, values.Max(), null, null, false);
        // Equal values have no deviation, not one of rounding errors.
        if (values.Distinct().Count() == 1) return new(values.Count, values[0], values.Count > 1 ? 0 : null, null, false);
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return new(values.Count, mean, deviation, null, false);
    }

    internal static GroupValue OfDifferentData(int count) => new(count, null, null, null, true);

    /// <summary>As people read it: <c>0.8123 ± 0.0045</c>; a single value without a deviation.</summary>
    public string Show(ColumnFormat format)
    {
        if (Text is not null) return Text;
        if (Mean is not { } mean) return "";
        if (Deviation is not > 0) return format.Write(mean);
        return format is ColumnFormat.Exact or ColumnFormat.Measured
            ? MeanText.Of(mean, Deviation.Value)
            : $"{format.Write(mean)} ± {format.Write(Deviation.Value)}";
    }
}
