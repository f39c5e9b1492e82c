using System.Text.Json;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.RunFolders;

/// <summary>test-seal.json: whether the test figures of a run may be shown, and who has seen them.</summary>
public static class TestSealFile
{
    private const long Largest = 1 << 20;

    /// <summary>Writes it.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static void Write(RunFolder folder, TestSeal seal) =>
        AtomicFile.Write(folder.TestSeal, stream => JsonSerializer.Serialize(stream, seal, ReportJson.Indented));

    /// <summary>
    /// Reads it; null where there is none. A link, a pipe, a huge file or one that is damaged counts as a seal that nobody has opened,
    /// with its <see cref="TestSeal.Problem"/>: a seal must not be lifted by breaking it.
    /// </summary>
    public static TestSeal? Find(RunFolder folder)
    {
        string path = folder.TestSeal;
        if (FileStatus.Of(path) is null) return null;
        try
        {
            byte[] file = SafeOpen.Bytes(path, FolderOwners.Rule(path, Largest) with { Links = false, Largest = Largest });
            ReadOnlySpan<byte> json = JsonText.WithoutMark(file);
            JsonText.Require(json);
            TestSeal seal = JsonSerializer.Deserialize<TestSeal>(json, ReportJson.Indented) ?? throw new JsonException("it holds null");
            return seal is { Dataset: not null, SealedAt: not null, SealedBy: not null } && seal.Reveals.All(reveal => reveal is not null)
                ? seal
                : throw new JsonException("it does not say which dataset was sealed, when and by whom");
        }
        catch (JsonException e)
        {
            return Broken($"{path}: not a seal: {(e.Path is { } place ? $"{place} has another form" : e.Message)}");
        }
        catch (InputException e)
        {
            return Broken(e.Problems[0]);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return Broken($"{path}: cannot be read: {FileTrouble.Words(e, path)}");
        }
    }

    /// <summary>Closes a run's seals again, as it is trained on; what is not there or damaged stays so.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static void TrainOn(RunFolder folder, DateTimeOffset now)
    {
        foreach (RunFolder place in folder.EvaluationFolders.Select(path => new RunFolder(path)).Prepend(folder))
            if (Find(place) is { Problem: null } seal) Write(place, seal with { TrainedOn = now });
    }

    /// <summary>The seal that hides a run's test split; null if it may be shown.</summary>
    public static TestSeal? Closed(RunFolder folder) => Find(folder) is { IsOpen: false } seal ? seal : null;

    private static TestSeal Broken(string problem) =>
        new(null, null, null) { Problem = $"{problem}; the test split counts as sealed" };
}
