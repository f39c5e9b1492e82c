using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Variants;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Studies.Planning;
using Angioboard.Jobs.Tests.Queue;
using Angioboard.Jobs.Tests.Users;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Tests.Studies;

/// <summary>Tests of studies in a queue that starts nothing, over a dataset of 12 patients of two classes.</summary>
public abstract class StudyQueueTests(SharedStudy shared) : QueueTests(shared)
{
    private protected const string Dataset = "eyes", Id = "demo/Study_1";

    private protected static readonly Actor Ada = Actor.Owner("ada");

    private protected override QueueRig NewRig() => new(folder, study) { Devices = [] };

    private protected string Datadir => Path.Combine(rig.DataFolder, "datasets", "eyes");

    private protected string Split => Path.Combine(Datadir, "split.json");

    private protected StudyLauncher Launcher => rig.Get<StudyLauncher>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Directory.CreateDirectory(Datadir);
        string[] exams = [.. Enumerable.Range(0, 12).Select(n => $"""["p{n:00}_L/1.jpg", {n % 2}]""")];
        await File.WriteAllTextAsync(Split,
            $$"""{"train": [{{string.Join(", ", exams[..8])}}], "validation": [{{string.Join(", ", exams[8..10])}}], """
                + $$""" "test": [{{string.Join(", ", exams[10..])}}]}""", Cancellation);
        rig.Get<DatasetStore>().Put(new Dataset
        {
            Name = Dataset, Split = Split, Datadir = Datadir, ClassNames = ["sick", "well"], Owner = "ada",
            Registered = DateTimeOffset.UnixEpoch,
        });
        rig.Get<DataRoots>().Add(Actor.Server, Datadir);
    }

    private protected RunSettings Eyes => new()
    {
        Split = Split, Datadir = Datadir, ClassNames = ["sick", "well"], NumClasses = 2, Backbone = TinyModel.Backbone, HiddenDim = 8,
        MaxFrames = 4, Epochs = 2, BatchSize = 2, Threads = 1, Device = "cpu", Pretrained = "none",
    };

    private protected StudyLaunch Grid(StudyFolds? folds = null, int seeds = 2) => new()
    {
        Experiment = "demo", Name = "lr {lr}", Tags = ["study"],
        Study = new StudyRequest
        {
            Settings = Eyes, Variants = folds is CurveFolds ? [] : VariantGrid.Of([("lr", [1e-3, 1e-4])]),
            Folds = folds, Seeds = [.. Enumerable.Range(1, seeds).Select(seed => (long)seed)],
        },
    };

    private protected Task<LaunchedStudy> MakeAsync(StudyFolds? folds = null, int seeds = 2) =>
        Launcher.MakeAsync(Ada, Grid(folds, seeds), Cancellation);

    private protected Actor Account(string name, string role) => rig.Get<UserStore>().SignIn(name, role);

    private protected string AuditText()
    {
        string file = Assert.Single(Directory.EnumerateFiles(rig.Get<AuditLog>().Folder, "*.jsonl"));
        using StreamReader reader = new(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private protected string Folder(string name) => Path.Combine(rig.Results, "demo", name);

    private protected IReadOnlyList<Run> Made => RunsOfStudy.Of(rig.Runs, Id);
}
