using System.Text.Json;
using System.Text.Json.Serialization;
using Angioboard.Core.Files;

namespace Angioboard.Core.Phantom;

/// <summary>
/// The files of a phantom dataset besides the frames: phantom.json from the start, so that an interrupted study is recognised, and
/// split.json at the very end, so that only a complete study has it.
/// </summary>
internal sealed class StudyFolder(string path)
{
    /// <summary>The folder that holds all frames.</summary>
    public const string Frames = "Train";

    /// <summary>Version, raised when the same options give different bytes.</summary>
    private const int Recipe = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    private string Manifest => Path.Combine(path, "phantom.json");

    private string Split => Path.Combine(path, "split.json");

    /// <summary>True for a complete study with these options.</summary>
    public bool Holds(PhantomOptions options) => File.Exists(Split) && ReadManifest() == ManifestOf(options);

    /// <summary>Prepares the folder: creates it if missing and removes the frames of an interrupted study.</summary>
    /// <exception cref="InputException">It has other content, holds another complete study, or cannot be written to.</exception>
    public void Prepare(PhantomOptions options)
    {
        if (File.Exists(path)) throw new InputException($"{path}: this is a file; give a folder for the phantom dataset");
        if (Directory.Exists(path)) Claim();
        AtomicFile.CreateFolder(path);
        AtomicFile.WriteText(Manifest, JsonSerializer.Serialize(ManifestOf(options), Json) + "\n");
    }

    /// <summary>Marks the study as complete. Each exam is listed by one frame, because its folder identifies it.</summary>
    /// <param name="exams">Every exam with the path of its last frame, relative to the study's folder.</param>
    public void Finish(IReadOnlyList<(PlannedExam Exam, string LastFrame)> exams)
    {
        Dictionary<string, object[][]> splits = PhantomPlan.Splits.ToDictionary(
            split => split,
            split => exams.Where(e => e.Exam.Split == split).Select(e => new object[] { e.LastFrame, (int)e.Exam.Class }).ToArray());
        AtomicFile.WriteText(Split, JsonSerializer.Serialize(splits, Json) + "\n");
    }

    /// <summary>Takes over an empty folder, or one with an interrupted study.</summary>
    private void Claim()
    {
        try
        {
            if (!Directory.EnumerateFileSystemEntries(path).Any()) return;
            StudyManifest found = ReadManifest()
                ?? throw new InputException($"{path}: the folder is neither empty nor a phantom dataset; choose an empty or new one");
            if (File.Exists(Split))
            {
                throw new InputException(
                    $"{path}: the folder holds a different phantom dataset ({found.Exams} exams, seed {found.Seed}, recipe "
                    + $"{found.Recipe}); choose another folder or delete this one");
            }
            string frames = Path.Combine(path, Frames);
            if (Directory.Exists(frames)) Directory.Delete(frames, recursive: true);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException($"{path}: the folder cannot be read or cleared: {FileTrouble.Words(e)}; choose another folder", e);
        }
    }

    private StudyManifest? ReadManifest()
    {
        try
        {
            return File.Exists(Manifest) ? JsonSerializer.Deserialize<StudyManifest>(File.ReadAllText(Manifest), Json) : null;
        }
        catch (JsonException)
        {
            return null; // A foreign phantom.json: not a phantom dataset's folder.
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException($"{Manifest}: cannot be read: {FileTrouble.Words(e, Manifest)}; choose another folder", e);
        }
    }

    private static StudyManifest ManifestOf(PhantomOptions options) =>
        new(Recipe, options.Exams, options.Seed) { ShortcutClass = options.ShortcutClass };

    private sealed record StudyManifest(
        [property: JsonRequired] int Recipe, [property: JsonRequired] int Exams, [property: JsonRequired] long Seed)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public int? ShortcutClass { get; init; }
    }
}
