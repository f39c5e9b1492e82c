namespace Angioboard.Faults.Studies;

/// <summary>How many kills are still to come, and what the others hit.</summary>
internal sealed class KillCount(int count)
{
    private readonly SortedDictionary<string, int> hits = new(StringComparer.Ordinal);

    /// <summary>How many are still to come.</summary>
    public int Left => count - hits.Values.Sum();

    /// <summary>Counts one.</summary>
    public void Hit(string what) => hits[what] = hits.GetValueOrDefault(what) + 1;

    /// <summary>A row for each kind.</summary>
    public IEnumerable<(string What, string HowMuch)> Table() => hits.Select(hit => ($"SIGKILL to {hit.Key}", $"{hit.Value}"));
}
