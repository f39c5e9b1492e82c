namespace Angioboard.Jobs.Runs;

/// <summary>The epochs of several runs as columns: run after run, each run's epochs in order.</summary>
public sealed class EpochTable
{
    // Reading the epochs of a few runs between them is faster than a further search.
    private const int LargestGap = 8;

    private readonly Dictionary<int, int> places;
    private readonly Dictionary<string, int> columns;
    private readonly List<int> runOf = [], numbers = [];
    private readonly List<double?>[] values;

    internal EpochTable(IReadOnlyList<Run> runs, IReadOnlyList<string> names)
    {
        (Runs, Names) = (runs, names);
        places = runs.Index().ToDictionary(run => run.Item.Key, run => run.Index);
        columns = names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        int rows = runs.Sum(run => run.EpochsDone);
        (runOf.Capacity, numbers.Capacity) = (rows, rows);
        values = [.. names.Select(_ => new List<double?>(rows))];
    }

    /// <summary>The runs, in the order of their keys.</summary>
    public IReadOnlyList<Run> Runs { get; }

    /// <summary>The names of the values, one for each column.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => numbers.Count;

    /// <summary>The place of each row's run in <see cref="Runs"/>.</summary>
    public IReadOnlyList<int> RunOf => runOf;

    /// <summary>Each row's epoch as people count it, from 1.</summary>
    public IReadOnlyList<int> Numbers => numbers;

    /// <summary>A column's values; null where an epoch has none.</summary>
    public IReadOnlyList<double?> Column(int place) => values[place];

    /// <summary>Ranges of keys that contain all runs, and few others.</summary>
    internal IEnumerable<(int First, int Last)> Ranges()
    {
        for (int place = 0; place < Runs.Count;)
        {
            int first = Runs[place].Key, last = first;
            while (++place < Runs.Count && Runs[place].Key - last <= LargestGap) last = Runs[place].Key;
            yield return (first, last);
        }
    }

    /// <summary>Adds a row without values; false if the run with this key is none of <see cref="Runs"/>.</summary>
    internal bool Add(int key, int epoch)
    {
        if (!places.TryGetValue(key, out int place)) return false;
        runOf.Add(place);
        numbers.Add(epoch + 1);
        foreach (List<double?> column in values) column.Add(null);
        return true;
    }

    /// <summary>Sets a value of the last row, if there is a column for it and it is a finite number.</summary>
    internal void Set(string name, double value)
    {
        if (double.IsFinite(value) && columns.TryGetValue(name, out int column)) values[column][^1] = value;
    }
}
