namespace Angioboard.Dashboard.NewRun;

/// <summary>What somebody has entered into the form: what the browser keeps until it is launched.</summary>
public sealed record LaunchDraft
{
    /// <summary>The registered dataset; null for files named by hand.</summary>
    public string? Dataset { get; init; }

    /// <summary>The data preset; null for none.</summary>
    public string? DataPreset { get; init; }

    /// <summary>The model preset; null for none.</summary>
    public string? ModelPreset { get; init; }

    /// <summary>Whether somebody chose the presets, so that another dataset does not.</summary>
    public bool PresetsChosen { get; init; }

    /// <summary>Texts of settings that somebody typed, by name.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>();

    /// <summary>The experiment; null for the dataset's name.</summary>
    public string? Experiment { get; init; }

    /// <summary>A name for the runs.</summary>
    public string Name { get; init; } = "";

    /// <summary>Free text.</summary>
    public string Note { get; init; } = "";

    /// <summary>Tags separated by commas.</summary>
    public string Tags { get; init; } = "";

    /// <summary>The run whose settings these were; null for none.</summary>
    public string? ClonedFrom { get; init; }
}
