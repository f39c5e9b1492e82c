using System.Text.Json.Serialization;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;

namespace Angioboard.Jobs.Launches;

/// <summary><c>launch.json</c> in a run's folder: the details of its launch, for a database that does not know the run.</summary>
internal sealed record LaunchNote
{
    private const string FileName = "launch.json";

    /// <summary>The launch's id.</summary>
    public required string Launch { get; init; }

    /// <summary>Number of runs in that launch.</summary>
    public required int Runs { get; init; }

    /// <summary>The id that runs launched together share; null for a single run.</summary>
    [JsonIgnore]
    public string? Group => Runs > 1 ? Launch : null;

    /// <summary>Who launched.</summary>
    public required string Owner { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The run's name.</summary>
    public string? Name { get; init; }

    /// <summary>A note in free text.</summary>
    public string Note { get; init; } = "";

    /// <summary>Tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The registered dataset.</summary>
    public string? Dataset { get; init; }

    /// <summary>The program's request that launched it, if the program marked it.</summary>
    public RequestMark? Request { get; init; }

    /// <summary>
    /// Reads the note of a run's folder; null if there is none. The folder may have come from anywhere, so its texts are made visible and
    /// cut to what a launch may have.
    /// </summary>
    public static LaunchNote? Read(string folder) => JsonRecord.Read<LaunchNote>(Path.Combine(folder, FileName)) is { } note
        ? note with
        {
            Launch = VisibleText.ShortLine(note.Launch, TextLimits.Name),
            Owner = VisibleText.ShortLine(note.Owner, TextLimits.Name),
            Name = note.Name is { } name ? VisibleText.ShortLine(name, TextLimits.Name) : null,
            Note = VisibleText.ShortLines(note.Note, TextLimits.Note),
            Tags =
            [
                .. TagList.Of(note.Tags.OfType<string>().Select(tag => VisibleText.ShortLine(tag, TextLimits.Tag))).Take(TextLimits.Tags),
            ],
            Dataset = note.Dataset is { } dataset ? VisibleText.ShortLine(dataset, TextLimits.Name) : null,
            Request = note.Request is { IsHashed: true } request ? request : null,
        }
        : null;

    /// <summary>Writes it.</summary>
    public void Write(RunFolder folder) => JsonRecord.Write(Path.Combine(folder.Path, FileName), this);
}
