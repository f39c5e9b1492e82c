using Angioboard.Core.Evaluation.Studies.Ensembles;
using Angioboard.Core.Studies.Ensembles;

namespace Angioboard.Core.Tests.Studies;

public sealed class EnsembleFolderTests : IDisposable
{
    private readonly TemporaryFolder study = new();

    private static EnsembleRecord Record => new()
    {
        Rule = EnsembleRecord.MeanOfProbabilities,
        Variant = "max_frames=4",
        Members =
        [
            new RecordedMember("Train_1", "max_frames=4", 0, 1, "ab", "best-val_loss=0.500000.ckpt", "cd"),
            new RecordedMember("Train_2", "max_frames=4", 0, 2, "ef", null, null),
        ],
        Classes = ["sick", "well"],
        Metric = "accuracy",
        Figures = new EnsembleFigures
        {
            Exams = 4, Units = 2, Unit = "patients", Resamples = 100,
            Metrics = new OrderedDictionary<string, EnsembleMetric> { ["accuracy"] = new(0.1 + 0.2, null, 0.25, null, 0.05, null, null) },
        },
        MadeAt = new DateTimeOffset(2026, 11, 30, 9, 0, 0, TimeSpan.Zero),
        MadeBy = "ada",
    };

    public void Dispose() => study.Dispose();

    [Fact]
    public void A_record_is_read_as_it_was_written()
    {
        string path = study.File("ensemble.json");

        EnsembleFile.Write(path, Record);
        EnsembleRecord read = EnsembleFile.Read(path);

        Assert.Equivalent(Record, read, strict: true);
        Assert.Equal("2 runs of max_frames=4", read.Words());
        Assert.Equal("Train_1 (fold 0, seed 1)", read.Members[0].Words);
    }

    [Theory]
    [InlineData("Train_1", "../../x", "../../x is not the name of a run")]
    [InlineData("Train_1", "Train_2", "a member is there twice")]
    [InlineData("mean of probabilities", "vote", "its rule is not mean of probabilities")]
    [InlineData("best-val_loss=0.500000.ckpt", "../last.ckpt", "a member's weights are no checkpoint")]
    [InlineData("\"seed\": 1,", "\"sed\": 1,", "members[0] is not in the format of")]
    public void A_record_that_was_edited_wrongly_is_refused_by_name(string before, string after, string expected)
    {
        string path = study.File("ensemble.json");
        EnsembleFile.Write(path, Record);
        File.WriteAllText(path, File.ReadAllText(path).Replace(before, after, StringComparison.Ordinal));

        InputException refused = Assert.Throws<InputException>(() => EnsembleFile.Read(path));

        Assert.StartsWith($"{path}: not an ensemble: ", refused.Problems[0], StringComparison.Ordinal);
        Assert.Contains(expected, refused.Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_ensemble_is_replaced_as_a_whole_or_stays()
    {
        EnsembleFolder folder = EnsembleFolder.Of(study.Path, "best");
        folder.Write(fresh => EnsembleFile.Write(fresh.Record, Record));

        folder.Write(fresh => EnsembleFile.Write(fresh.Record, Record with { MadeBy = "bob" }));
        Assert.Throws<InputException>(() => folder.Write(fresh =>
        {
            EnsembleFile.Write(fresh.Record, Record with { MadeBy = "eve" });
            throw new InputException("the disk is full");
        }));

        Assert.Equal("bob", EnsembleFile.Read(folder.Record).MadeBy);
        Assert.Equal([folder], EnsembleFolder.All(study.Path));
        Assert.Equal(["best"], Directory.GetFileSystemEntries(study.File("ensembles")).Select(Path.GetFileName));
    }

    [Fact]
    public void What_a_killed_process_left_is_no_ensemble_and_is_removed_later()
    {
        string half = study.File("ensembles", ".0123"), fresh = study.File("ensembles", ".4567");
        Directory.CreateDirectory(half);
        Directory.CreateDirectory(fresh);
        Directory.SetLastWriteTimeUtc(half, DateTime.UtcNow.AddHours(-2));
        Directory.CreateSymbolicLink(study.File("ensembles", "link"), fresh);

        IReadOnlyList<EnsembleFolder> before = EnsembleFolder.All(study.Path);
        EnsembleFolder.Of(study.Path, "best").Write(folder => EnsembleFile.Write(folder.Record, Record));

        Assert.Empty(before);
        Assert.False(Directory.Exists(half));
        Assert.True(Directory.Exists(fresh));
    }

    [Theory]
    [InlineData("best", true)]
    [InlineData("max_frames-12.v2", true)]
    [InlineData("../best", false)]
    [InlineData(".best", false)]
    [InlineData("best\n", false)]
    [InlineData("", false)]
    public void A_name_is_that_of_a_folder(string name, bool expected) => Assert.Equal(expected, EnsembleFolder.IsName(name));
}
