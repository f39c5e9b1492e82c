using System.Text.Json.Nodes;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Hygiene;
using Angioboard.Core.Hygiene.Shortcuts;
using Angioboard.Core.Phantom;
using Angioboard.Core.Tests.Data;

namespace Angioboard.Core.Tests.Hygiene;

public sealed class HygieneCheckTests : IDisposable
{
    private static readonly ExamIndexOptions Options = new()
    {
        NumClasses = 5, Modality = Modality.FA, Strip = 50, Patients = PatientMap.Parse(@"(\d+)_[LR]$"), RequireTrain = false,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_planted_phantom_lights_up_and_the_plain_one_does_not()
    {
        HygieneReport plain = Check("plain", null), planted = Check("planted", 0);

        Assert.False(plain.Shortcuts.Red, Describe(plain));
        Assert.Empty(plain.Duplicates.Pairs);
        Assert.True(planted.Shortcuts.Features.Single(feature => feature.Name == FeatureNames.Frames).Red, Describe(planted));
        Assert.True(planted.Shortcuts.Red);
    }

    [Fact]
    public void The_report_is_the_same_after_writing_and_reading_it()
    {
        HygieneReport report = Check("kept", null);
        string path = folder.File("kept.json");

        HygieneFile.Write(path, report);

        Assert.Equal(HygieneFile.Text(report), HygieneFile.Text(HygieneFile.Find(path)!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"fingerprint\": \"1\", \"classes\": []}")]
    [InlineData("{\"fingerprint\": \"1\", \"classes\": [], \"shortcuts\": {\"features\": null}, \"duplicates\": null}")]
    public void A_damaged_file_counts_as_none(string text)
    {
        File.WriteAllText(folder.File("damaged.json"), text);

        Assert.Null(HygieneFile.Find(folder.File("damaged.json")));
        Assert.Null(HygieneFile.Find(folder.File("missing.json")));
    }

    [Fact]
    public void A_file_with_holes_counts_as_none()
    {
        string path = folder.File("holes.json");
        string whole = HygieneFile.Text(Check("holes", null));
        (string Field, string Value)[] holes =
        [
            ("classes", "[null, null, null, null, null]"), ("shortcuts.features", "[null]"), ("shortcuts.left_out", "[null]"),
            ("shortcuts.notes", "[null]"), ("shortcuts.strata", "{\"1_L\": null}"), ("duplicates.pairs", "[null]"),
        ];
        foreach ((string field, string value) in holes)
        {
            JsonNode json = JsonNode.Parse(whole)!;
            string[] names = field.Split('.');
            names.SkipLast(1).Aggregate(json, (node, name) => node[name]!)[names[^1]] = JsonNode.Parse(value);
            File.WriteAllText(path, json.ToJsonString());

            Assert.True(HygieneFile.Find(path) is null, field);
        }
    }

    [Fact]
    public void Data_with_problems_are_not_looked_at()
    {
        using TemporaryStudy study = new();
        study.Frame("a/1.jpg");
        study.Split(("train", [("a/1.jpg", 0), ("b/1.jpg", 1)]));

        (DatasetReport check, HygieneReport? hygiene) = HygieneCheck.Run(
            study.SplitPath, study.Folder, TemporaryStudy.Options, cancellation: TestContext.Current.CancellationToken);

        Assert.NotEmpty(check.Problems);
        Assert.Null(hygiene);
    }

    [Fact]
    public void The_check_says_the_same_as_without_looking_for_shortcuts()
    {
        using TemporaryStudy study = new();
        string[] frames = [.. Enumerable.Range(0, 6).Select(i => $"{i}_L/1.jpg")];
        foreach (string frame in frames) study.Frame(frame);
        study.Split(("train", [.. frames.Take(4).Select((frame, i) => (frame, (int?)(i % 2)))]),
            ("test", [.. frames.Skip(4).Select((frame, i) => (frame, (int?)(i % 2)))]));

        (DatasetReport check, HygieneReport? hygiene) = HygieneCheck.Run(
            study.SplitPath, study.Folder, TemporaryStudy.Options, cancellation: TestContext.Current.CancellationToken);

        DatasetReport alone = DatasetCheck.Run(
            study.SplitPath, study.Folder, TemporaryStudy.Options, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((alone.Fingerprint, alone.Problems.Count), (check.Fingerprint, check.Problems.Count));
        Assert.Equal(alone.Fingerprint, hygiene!.Fingerprint);
        Assert.Equal(2, hygiene.Shortcuts.Strata.Count);
    }

    private HygieneReport Check(string name, int? shortcut)
    {
        string study = folder.File(name);
        PhantomStudy.Write(study, new PhantomOptions(160, 5) { ShortcutClass = shortcut }, null, CancellationToken.None);
        (DatasetReport check, HygieneReport? hygiene) = HygieneCheck.Run(
            Path.Combine(study, "split.json"), study, Options, cancellation: TestContext.Current.CancellationToken);
        Assert.Empty(check.Problems);
        return hygiene!;
    }

    private static string Describe(HygieneReport report) => string.Join('\n', report.Shortcuts.Features.Select(feature =>
        $"{feature.Name} {feature.PHolm:0.000} "
            + string.Join(' ', feature.Classes.Select(area => $"{area?.Auc:0.00} ({area?.Interval?.Low:0.00})"))))
        + $"\n{report.Shortcuts.Joint}\n{report.Shortcuts.Strip}";
}
