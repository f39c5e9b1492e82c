using System.Text.Json.Serialization;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Launches;

/// <summary><c>launch.json</c> in a run's folder: what was said when it was launched, for a database that does not know the run.</summary>
internal sealed record LaunchNote
{
    private const string FileName = "launch.json";

    /// <summary>The launch.</summary>
    public required string Launch { get; init; }

    /// <summary>Runs of that launch.</summary>
    public required int Runs { get; init; }

    /// <summary>What runs launched together share; null for a single one.</summary>
    [JsonIgnore]
    public string? Group => Runs > 1 ? Launch : null;

    /// <summary>Who launched.</summary>
    public required string Owner { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The run's name.</summary>
    public string? Name { get; init; }

    /// <summary>Free text.</summary>
    public string Note { get; init; } = "";

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The registered dataset.</summary>
    public string? Dataset { get; init; }

    /// <summary>The note of a run's folder; null where there is none.</summary>
    public static LaunchNote? Read(string folder) => JsonRecord.Read<LaunchNote>(Path.Combine(folder, FileName)) is { Launch: not null, Owner: not null } note ? note : null;

    /// <summary>Writes it.</summary>
    public void Write(RunFolder folder) => JsonRecord.Write(Path.Combine(folder.Path, FileName), this);
}
