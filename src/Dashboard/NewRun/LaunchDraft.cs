namespace Angioboard.Dashboard.NewRun;

/// <summary>The user's input in the form, which the browser keeps until the launch.</summary>
public sealed record LaunchDraft
{
    /// <summary>The registered dataset; null for files named by hand.</summary>
    public string? Dataset { get; init; }

    /// <summary>The data preset; null for none.</summary>
    public string? DataPreset { get; init; }

    /// <summary>The model preset; null for none.</summary>
    public string? ModelPreset { get; init; }

    /// <summary>Whether the user chose the presets, so that changing the dataset keeps them.</summary>
    public bool PresetsChosen { get; init; }

    /// <summary>Typed texts of settings, by name.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>();

    /// <summary>The experiment; null for the dataset's name.</summary>
    public string? Experiment { get; init; }

    /// <summary>A name for the runs.</summary>
    public string Name { get; init; } = "";

    /// <summary>Free text.</summary>
    public string Note { get; init; } = "";

    /// <summary>Tags separated by commas.</summary>
    public string Tags { get; init; } = "";

    /// <summary>What the runs are repeated over, as one study; null for single runs.</summary>
    public LaunchRepeat? Repeat { get; init; }

    /// <summary>The run that was cloned; null for none.</summary>
    public string? ClonedFrom { get; init; }
}
