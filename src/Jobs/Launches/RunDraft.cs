using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Launches;

/// <summary>A run that is about to be made.</summary>
/// <param name="Settings">Its resolved settings.</param>
/// <param name="Split">The copy of its split file.</param>
internal sealed record RunDraft(RunSettings Settings, byte[] Split)
{
    /// <summary>What it is called if the launch names no run; null for its id.</summary>
    public string? Name { get; init; }

    /// <summary>Its place in a study; null for a run of none.</summary>
    public StudyPlace? Study { get; init; }

    /// <summary>The settings of the whole data of which its split file is a part; null if it is not a part.</summary>
    public RunSettings? Whole { get; init; }

    /// <summary>Whether its test exams are those of the dataset's test split, and not a fold of the others.</summary>
    public bool HasTestOfDataset { get; init; } = true;
}
