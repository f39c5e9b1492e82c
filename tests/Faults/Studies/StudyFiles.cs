using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;

namespace Angioboard.Faults.Studies;

/// <summary>What a study ends with: its results, and the predictions of each run by the run's place in the study.</summary>
internal sealed record StudyFiles(byte[] Results, IReadOnlyDictionary<string, byte[]> Predictions, IReadOnlyList<string> Others)
{
    /// <summary>Reads a study's folder and its runs.</summary>
    public static StudyFiles Read(string folder)
    {
        string experiment = Path.GetDirectoryName(folder)!;
        Dictionary<string, byte[]> predictions = [];
        List<string> others = [];
        foreach (string path in Directory.EnumerateFileSystemEntries(experiment).Where(path => path != folder))
        {
            RunFolder run = new(path);
            if (!File.Exists(run.Predictions) || StudyPlace.Read(run.Settings) is not { } place
                || !predictions.TryAdd($"{place.Variant}, fold {place.Fold}", File.ReadAllBytes(run.Predictions))) others.Add(path);
        }
        return new StudyFiles(File.ReadAllBytes(StudyDirectory.Open(folder).Results), predictions, others);
    }

    /// <summary>What another study has that this one has not, or the other way round.</summary>
    public IEnumerable<string> Differences(StudyFiles other)
    {
        foreach (string path in other.Others) yield return $"{path} is not one of its finished runs";
        foreach (string run in Predictions.Keys.Union(other.Predictions.Keys))
        {
            if (!other.Predictions.TryGetValue(run, out byte[]? found)) yield return $"{run} is missing";
            else if (!Predictions.TryGetValue(run, out byte[]? wanted)) yield return $"{run} is no run of the study";
            else if (!wanted.AsSpan().SequenceEqual(found)) yield return $"{run} predicts otherwise";
        }
        if (!Results.AsSpan().SequenceEqual(other.Results)) yield return "results.json has other bytes";
    }
}
