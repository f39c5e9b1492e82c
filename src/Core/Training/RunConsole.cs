using Angioboard.Core.Formats;

namespace Angioboard.Core.Training;

/// <summary>What a run says: to whoever watches, and into the run's console.log and metrics.jsonl once there is a folder.</summary>
/// <param name="print">Receives each line.</param>
public sealed class RunConsole(Action<string> print) : IDisposable
{
    private readonly List<string> early = [];
    private StreamWriter? file;
    private MetricsLog? log;

    /// <summary>Says a line.</summary>
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
        log = metrics;
        try
        {
            file = new StreamWriter(folder.Console, append: true) { AutoFlush = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.Unwritable(folder.Console, e);
        }
        early.ForEach(Record);
    }

    /// <summary>Closes console.log.</summary>
    public void Dispose() => file?.Dispose();

    private void Record(string line)
    {
        file!.WriteLine(line);
        log!.Append("log", ("text", line));
    }
}
