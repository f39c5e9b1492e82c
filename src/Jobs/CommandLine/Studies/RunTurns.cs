using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Searching;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>
/// Whose turn it is among the runs of a study that one device trains. The study's search decides as in the dashboard's queue: runs of
/// variants that fall back wait, and have a turn again when their variant is promoted. Those that come first at a rung wait for the others.
/// Thread-safe.
/// </summary>
internal sealed class RunTurns
{
    private readonly StudyPlan plan;
    private readonly StudyCell[] cells;
    private readonly RunCurve[] curves;
    private readonly Lock gate = new();

    /// <param name="plan">The plan.</param>
    /// <param name="cells">Its runs. Those that failed before are tried again.</param>
    public RunTurns(StudyPlan plan, IReadOnlyList<StudyCell> cells)
    {
        (this.plan, this.cells) = (plan, [.. cells]);
        curves = [.. cells.Select(cell => new RunCurve(cell.Run.Variant, cell.Run.Fold ?? 0, cell.Run.Seed,
            plan.Search is null || cell.Folder is null ? [] : Values(cell.Folder), cell.State == StudyRunState.Finished))];
    }

    /// <summary>How many runs are finished.</summary>
    public int Finished => curves.Count(curve => curve.IsFinished);

    /// <summary>How many runs are finished or lost.</summary>
    public int Over => curves.Count(curve => curve.IsFinished || curve.IsLost);

    /// <summary>How many runs there are.</summary>
    public int Count => cells.Length;

    /// <summary>The place of the run that is next; null if all others are finished, failed or wait.</summary>
    public int? Next()
    {
        lock (gate)
        {
            IReadOnlyDictionary<string, SearchVerdict> verdicts = plan.Judge(curves);
            return Enumerable.Range(0, cells.Length)
                .Where(i => curves[i] is { IsFinished: false, IsLost: false } curve && !verdicts[curve.Variant].Holds(curve.Values.Count))
                .OrderBy(i => verdicts[curves[i].Variant].HoldAt ?? int.MaxValue)
                .Select(i => (int?)i).FirstOrDefault();
        }
    }

    /// <summary>A run, with its folder if it has one.</summary>
    public StudyCell Of(int place) => cells[place];

    /// <summary>A run has its folder now.</summary>
    public void Made(int place, RunFolder folder) => cells[place] = cells[place] with { Folder = folder };

    /// <summary>An epoch of a run has ended; returns whether the run has to wait now.</summary>
    public bool Took(int place, EpochRecord epoch)
    {
        lock (gate)
        {
            RunCurve curve = curves[place];
            curves[place] = curve = curve with { Values = With(curve.Values, epoch) };
            // After its last epoch only the predictions are left.
            return epoch.Epoch + 1 < cells[place].Run.Settings.Epochs && plan.Judge(curves)[curve.Variant].Holds(curve.Values.Count);
        }
    }

    /// <summary>A run has ended: finished, lost, or neither if it waits.</summary>
    public void Ended(int place, bool finished, bool lost)
    {
        lock (gate) curves[place] = curves[place] with { IsFinished = finished, IsLost = lost };
    }

    /// <summary>The variants that wait, and why.</summary>
    public IEnumerable<(string Variant, string Words)> Waiting()
    {
        lock (gate)
        {
            HashSet<string> left = [.. curves.Where(curve => curve is { IsFinished: false, IsLost: false }).Select(curve => curve.Variant)];
            return [.. plan.Judge(curves).Where(verdict => left.Contains(verdict.Key) && verdict.Value.Words is not null)
                .Select(verdict => (verdict.Key, verdict.Value.Words!))];
        }
    }

    private double?[] Values(RunFolder folder)
    {
        IReadOnlyList<double?> values = [];
        foreach (EpochRecord epoch in RunState.Of(folder.Metrics).Epochs) values = With(values, epoch);
        return [.. values];
    }

    // A resumed run writes an epoch again.
    private IReadOnlyList<double?> With(IReadOnlyList<double?> values, EpochRecord epoch) =>
        [.. values.Take(epoch.Epoch), .. Enumerable.Repeat<double?>(null, Math.Max(0, epoch.Epoch - values.Count)),
            epoch.Values.GetValueOrDefault(plan.Selection.Key)];
}
