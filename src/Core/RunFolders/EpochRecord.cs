namespace Angioboard.Core.RunFolders;

/// <summary>Measurements of one epoch: an event of type <c>epoch</c> in metrics.jsonl.</summary>
/// <param name="Epoch">From 0, as in the file.</param>
/// <param name="Values">
/// By name, in the order they are written: <c>train_loss</c>, <c>val_loss</c>, <c>val_auc_ovr_macro</c> …, <c>monitor-x_loss</c>,
/// <c>lr</c>, <c>seconds</c> (s), <c>data_wait</c> (s), <c>frames</c>; null where a metric is undefined.
/// </param>
public sealed record EpochRecord(int Epoch, IReadOnlyDictionary<string, double?> Values)
{
    /// <summary>The epoch as people count it, from 1.</summary>
    public int Number => Epoch + 1;
}
