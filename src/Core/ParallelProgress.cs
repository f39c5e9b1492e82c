namespace Angioboard.Core;

/// <summary>Counts steps done by several threads and reports the count in rising order.</summary>
internal sealed class ParallelProgress(IProgress<StageProgress>? progress, string stage, long total)
{
    private readonly Lock gate = new();
    private long done;

    /// <summary>Counts one more step.</summary>
    public void Step()
    {
        lock (gate) progress?.Report(new StageProgress(stage, ++done, total));
    }
}
