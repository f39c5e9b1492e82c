using Angioboard.Core;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Files;
using Angioboard.Core.Hygiene;
using Angioboard.Jobs.Datasets.Roots;

namespace Angioboard.Jobs.Datasets;

/// <summary>A check of a data set, in progress or ended. It continues when the page that started it is closed.</summary>
public sealed class DatasetCheckRun : IProgress<StageProgress>
{
    private readonly Action stop;
    private readonly CancellationToken stopped;
    private StageReached reached = new("reading the split file", 0, 0);
    private DatasetReport? report;
    private string? failure;

    internal DatasetCheckRun(Dataset dataset, bool registers, string by)
    {
        (Dataset, Registers, By) = (dataset, registers, by);
        CancellationTokenSource source = new();
        (stop, stopped) = (source.Cancel, source.Token);
    }

    /// <summary>The data set that is checked.</summary>
    public Dataset Dataset { get; }

    /// <summary>The registered data set that this one replaces if no problem is found; null for none.</summary>
    public Dataset? Replaces { get; internal init; }

    /// <summary>Called once the data set is registered; null for nothing more to do.</summary>
    internal Action<Dataset>? Registered { get; init; }

    /// <summary>Whether the data set is registered if no problem is found.</summary>
    public bool Registers { get; }

    /// <summary>Who started it.</summary>
    public string By { get; }

    /// <summary>What is being done, in a word or two.</summary>
    public string Stage => Volatile.Read(ref reached).Stage;

    /// <summary>How much of that is done, from 0 to 1; null if unknown.</summary>
    public double? Share => Volatile.Read(ref reached) is { Total: > 0 } now ? (double)now.Done / now.Total : null;

    /// <summary>The result; null before the end.</summary>
    public DatasetReport? Report => Volatile.Read(ref report);

    /// <summary>Why it ended without a report, in a line.</summary>
    public string? Failure => Volatile.Read(ref failure);

    /// <summary>Whether it has ended.</summary>
    public bool Ended => Report is not null || Failure is not null;

    /// <summary>Completes when the check ends.</summary>
    public Task Completion { get; internal set; } = Task.CompletedTask;

    /// <summary>Ends it without a report.</summary>
    internal void Stop() => stop();

    void IProgress<StageProgress>.Report(StageProgress value) =>
        Volatile.Write(ref reached, new StageReached(value.Stage, value.Done, value.Total));

    internal void Run(DataRoots roots, Action<Dataset, DatasetReport, HygieneReport?> finished)
    {
        try
        {
            // A link may lead elsewhere than it did when it was entered.
            Dataset real = Dataset.At(roots);
            (DatasetReport found, HygieneReport? hygiene) =
                HygieneCheck.Run(real.Split, real.Datadir, real.IndexOptions(), this, stopped);
            finished(real, found, hygiene);
            Volatile.Write(ref report, found);
        }
        catch (OperationCanceledException)
        {
            Volatile.Write(ref failure, "The check was stopped");
        }
        catch (InputException e)
        {
            Volatile.Write(ref failure, e.Problems[0]);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is AggregateException)
        {
            Volatile.Write(ref failure, $"The files cannot be read: {e.GetBaseException().Message}");
        }
        // A check that did not end would keep its data set from being checked, edited and renamed.
        catch (Exception e)
        {
            Volatile.Write(ref failure, $"The check failed: {ErrorWords.FirstLine(e.Message)}");
        }
    }

    private sealed record StageReached(string Stage, long Done, long Total);
}
