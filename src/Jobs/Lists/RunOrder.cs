using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Lists.Paging;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>Sorts runs and groups by a column: missing values last, equal ones newest first. Of long texts the start decides.</summary>
internal static class RunOrder
{
    public static IReadOnlyList<Run> Of(IReadOnlyList<Run> runs, RunColumn column, bool descending) =>
        Of(runs, column, descending, column.Number, column.Text, run => run.Created, run => run.Key);

    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> rows, RunColumn column, bool descending,
        Func<T, double?>? number, Func<T, string?>? text, Func<T, DateTimeOffset> created, Func<T, int> key)
    {
        Comparison<int> compare;
        if (column.Number is not null)
        {
            double[] values = [.. rows.Select(row => number!(row) is { } value ? value : double.NaN)];
            compare = (a, b) => RunPlace.Numbers(values[a], values[b], descending);
        }
        else
        {
            string?[] values = [.. rows.Select(row => RunPlace.Start(text!(row)))];
            compare = (a, b) => RunPlace.Texts(values[a], values[b], descending);
        }
        int[] places = [.. Enumerable.Range(0, rows.Count)];
        Array.Sort(places, (a, b) =>
        {
            int order = compare(a, b);
            if (order == 0) order = created(rows[b]).CompareTo(created(rows[a]));
            return order != 0 ? order : key(rows[b]).CompareTo(key(rows[a]));
        });
        return Array.ConvertAll(places, place => rows[place]);
    }
}
