namespace Angioboard.Faults.Kills;

/// <summary>The planned kills and those that hit. Used by several dashboards at once.</summary>
internal sealed class KillPlan
{
    private const int MostOfOneRun = 5;

    private readonly Lock gate = new();
    private readonly Random random;
    private readonly List<PlannedKill> left, taken = [];
    private readonly Dictionary<PlannedKill, int> hits = [];
    private readonly int[] wanted = new int[Enum.GetValues<RunPhase>().Length];
    private readonly int most;
    private int putBack;

    public KillPlan(int count, int seed)
    {
        random = new Random(seed);
        left = PlannedKill.Schedule(count, random);
        foreach (PlannedKill kill in left) wanted[(int)kill.Phase]++;
        Count = count;
        most = (3 * count / 2) + 4;
    }

    /// <summary>How many were asked for.</summary>
    public int Count { get; }

    /// <summary>How many hit.</summary>
    public int Hits
    {
        get
        {
            lock (gate) return hits.Values.Sum();
        }
    }

    /// <summary>The kills of one run, in the order of its phases; each one starts with preparing again. Empty when all are done.</summary>
    public IReadOnlyList<PlannedKill> Take()
    {
        lock (gate)
        {
            PlannedKill[] kills = [.. left.Take(random.Next(2, MostOfOneRun + 1))];
            left.RemoveRange(0, kills.Length);
            taken.AddRange(kills);
            return [.. kills.OrderBy(kill => kill.Phase == RunPhase.Preparing
                ? random.Next(1 + (int)RunPhase.Evaluating)
                : (int)kill.Phase)];
        }
    }

    /// <summary>Puts back a kill that did not happen, for example because the run had ended; only a limited number of times.</summary>
    public void PutBack(PlannedKill kill)
    {
        lock (gate)
        {
            taken.Remove(kill);
            if (putBack++ < Count) left.Add(kill);
        }
    }

    /// <summary>
    /// Counts a kill in the phase that it hit. If that was not the planned phase, it is planned again when its own phase (in a full plan,
    /// its own kind, signal and phase) would get too few; only a limited number of times.
    /// </summary>
    public void Hit(PlannedKill planned, RunPhase phase)
    {
        lock (gate)
        {
            PlannedKill hit = planned with { Phase = phase };
            hits[hit] = hits.GetValueOrDefault(hit) + 1;
            taken.Remove(planned);
            if (hit == planned || hits.Values.Sum() + left.Count >= most) return;
            PlannedKill[] toCome = [.. left, .. taken];
            bool phaseShort = In(planned.Phase) + toCome.Count(kill => kill.Phase == planned.Phase) < wanted[(int)planned.Phase];
            bool kindShort = Count >= PlannedKill.Different && !hits.ContainsKey(planned) && !toCome.Contains(planned);
            if (phaseShort || kindShort) left.Add(planned);
        }
    }

    /// <summary>One row per kind and signal, one row per phase.</summary>
    public IEnumerable<(string What, string HowMuch)> Table()
    {
        foreach (IGrouping<(KillTarget Target, int Signal), KeyValuePair<PlannedKill, int>> kind in hits.GroupBy(hit =>
            (hit.Key.Target, hit.Key.Signal)).OrderBy(kind => kind.Key))
        {
            yield return (
                $"{PlannedKill.Name(kind.Key.Signal)} to {kind.Key.Target.ToString().ToLowerInvariant()}",
                $"{kind.Sum(hit => hit.Value),3}: " + string.Join(", ", Enum.GetValues<RunPhase>()
                    .Select(phase => $"{Title(phase)} {kind.Where(hit => hit.Key.Phase == phase).Sum(hit => hit.Value)}")));
        }
        yield return ("kills", $"{Hits,3}: "
            + string.Join(", ", Enum.GetValues<RunPhase>().Select(phase => $"{Title(phase)} {In(phase)}")));
    }

    /// <summary>What was planned but did not happen.</summary>
    public IEnumerable<string> Missing()
    {
        if (Hits < Count) yield return $"{Hits} of {Count} kills hit";
        if (Count < Enum.GetValues<RunPhase>().Length) yield break;
        foreach (RunPhase phase in Enum.GetValues<RunPhase>().Where(phase => In(phase) == 0))
            yield return $"no kill hit a run while {Title(phase)}";
    }

    private int In(RunPhase phase) => hits.Where(hit => hit.Key.Phase == phase).Sum(hit => hit.Value);

    private static string Title(RunPhase phase) => phase.ToString().ToLowerInvariant();
}
