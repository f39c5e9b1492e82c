using Angioboard.Core.Formats;

namespace Angioboard.Core.Training;

/// <summary>What a run says: to whoever watches, and into the run's console.log and metrics.jsonl once there is a folder.</summary>
/// <param name="print">Receives each line.</param>
public sealed class RunConsole(Action<string> print) : IDisposable
{
    private readonly List<string> early = [];
    private string? path;
    private StreamWriter? file;
    private MetricsLog? log;

    /// <summary>Says a line.</summary>
    /// <exception cref="InputException">The disk is full.</exception>
    public void Say(string line)
    {
        print(line);
        if (file is null) early.Add(line);
        else Record(line);
    }

    /// <summary>From here on, and all that was said before, goes into the run's folder too.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public void Attach(RunFolder folder, MetricsLog metrics)
    {
        (log, path) = (metrics, folder.Console);
        try
        {
            file = new StreamWriter(path, append: true) { AutoFlush = true };
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Unwritable(path, e);
        }
        early.ForEach(Record);
    }

    /// <summary>Closes console.log.</summary>
    public void Dispose() => file?.Dispose();

    private void Record(string line)
    {
        try
        {
            file!.WriteLine(line);
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Unwritable(path!, e);
        }
        log!.Append("log", ("text", line));
    }
}
