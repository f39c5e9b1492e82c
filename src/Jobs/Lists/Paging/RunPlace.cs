using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;

namespace Angioboard.Jobs.Lists.Paging;

/// <summary>Where a run comes in a sorted list: by its value first, then the newest. No two runs have the same place.</summary>
/// <param name="Number">Its number in the column; null if it has none, or the column is text.</param>
/// <param name="Text">The start of its text in a column of text (<see cref="Start"/>); null if it has none.</param>
/// <param name="Created">When it was launched, ticks (UTC).</param>
/// <param name="Key">Its key.</param>
internal readonly record struct RunPlace(double? Number, string? Text, long Created, int Key)
{
    // A note can be longer than an address may be, and a cursor is a part of one.
    private const int Compared = 200;

    /// <summary>A run's place in a list that is sorted by a column.</summary>
    public static RunPlace Of(Run run, RunColumn column) => column.Number is { } number
        ? new(number(run) is { } value && !double.IsNaN(value) ? value : null, null, run.Created.UtcTicks, run.Key)
        : new(null, Start(column.Text!(run)), run.Created.UtcTicks, run.Key);

    /// <summary>As much of a text as decides about its place; null for none.</summary>
    public static string? Start(string? text) => string.IsNullOrEmpty(text) ? null : VisibleText.Start(text, Compared);

    /// <summary>Compares places: missing values last in either direction, equal ones newest first.</summary>
    public int CompareTo(RunPlace other, bool descending)
    {
        int order = Number is not null || other.Number is not null
            ? Numbers(Number ?? double.NaN, other.Number ?? double.NaN, descending)
            : Texts(Text, other.Text, descending);
        if (order == 0) order = other.Created.CompareTo(Created);
        return order != 0 ? order : other.Key.CompareTo(Key);
    }

    /// <summary>Compares values, where NaN stands for none.</summary>
    public static int Numbers(double one, double other, bool descending) => double.IsNaN(one) || double.IsNaN(other)
        ? double.IsNaN(one).CompareTo(double.IsNaN(other))
        : descending ? other.CompareTo(one) : one.CompareTo(other);

    /// <summary>Compares texts, where null stands for none.</summary>
    public static int Texts(string? one, string? other, bool descending) => one is null || other is null
        ? (one is null).CompareTo(other is null)
        : descending ? NaturalOrder.Comparer.Compare(other, one) : NaturalOrder.Comparer.Compare(one, other);
}
