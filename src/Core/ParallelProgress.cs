namespace Angioboard.Core;

/// <summary>Counts the steps of a stage that several threads take, and reports them one at a time, rising.</summary>
internal sealed class ParallelProgress(IProgress<StageProgress>? progress, string stage, long total)
{
    private readonly Lock gate = new();
    private long done;

    /// <summary>One more is done.</summary>
    public void Step()
    {
        lock (gate) progress?.Report(new StageProgress(stage, ++done, total));
    }
}
