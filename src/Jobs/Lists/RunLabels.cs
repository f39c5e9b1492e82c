using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>What a list calls a run.</summary>
/// <param name="Text">Its name; without one, what sets it apart from the runs launched with it; else its id.</param>
/// <param name="Folder">Its id, if the text does not identify it; else null.</param>
public readonly record struct RunLabel(string Text, string? Folder);

/// <summary>The labels of the runs that a list shows.</summary>
public sealed class RunLabels
{
    private readonly Dictionary<string, List<Run>> together = [];
    private readonly Dictionary<string, TellingSettings> telling = [];
    private readonly Dictionary<string, int> names = [];

    private RunLabels()
    {
    }

    /// <summary>Labels for these runs, as they differ from all runs.</summary>
    public static RunLabels Of(IEnumerable<Run> shown, IReadOnlyList<Run> all)
    {
        RunLabels labels = new();
        foreach (Run run in shown)
        {
            if (run.Name is { } name) labels.names[name] = 0;
            else if (run.Launch is { } launch) labels.together[launch] = [];
        }
        if (labels.names.Count == 0 && labels.together.Count == 0) return labels;
        foreach (Run run in all)
        {
            if (run.Launch is { } launch && labels.together.TryGetValue(launch, out List<Run>? runs)) runs.Add(run);
            if (run.Name is { } name && labels.names.TryGetValue(name, out int count)) labels.names[name] = count + 1;
        }
        return labels;
    }

    /// <summary>The label of a run.</summary>
    public RunLabel Of(Run run)
    {
        if (run.Name is { } name) return new(name, names.GetValueOrDefault(name) > 1 ? run.Id : null);
        return run.Launch is { } launch && Telling(launch)?.Text(run) is { Length: > 0 } text ? new(text, run.Id) : new(run.Id, null);
    }

    private TellingSettings? Telling(string launch)
    {
        if (!together.TryGetValue(launch, out List<Run>? runs)) return null;
        if (!telling.TryGetValue(launch, out TellingSettings? found))
            telling[launch] = found = TellingSettings.Of(runs, setting => setting is "device" or "threads");
        return found;
    }
}
