using Angioboard.Core.Files;

namespace Angioboard.Core.RunFolders;

/// <summary>A run's console: prints lines, and writes them to console.log and metrics.jsonl once there is a folder.</summary>
/// <param name="print">Receives each line.</param>
public sealed class RunConsole(Action<string> print)
{
    private readonly List<string> early = [];
    private string? path;
    private MetricsLog? log;

    /// <summary>Prints and records a line.</summary>
    /// <exception cref="InputException">The disk is full.</exception>
    public void Say(string line)
    {
        print(line);
        if (log is null) early.Add(line);
        else Record(line);
    }

    /// <summary>Records earlier and later lines in the run's folder too.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public void Attach(RunFolder folder, MetricsLog metrics)
    {
        (log, path) = (metrics, folder.Console);
        early.ForEach(Record);
    }

    private void Record(string line)
    {
        log!.Persist(() => Append(line));
        log.Append(RunEvents.Log, ("text", line));
    }

    private void Append(string line)
    {
        try
        {
            File.AppendAllText(path!, line + Environment.NewLine);
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Unwritable(path!, e);
        }
    }
}
