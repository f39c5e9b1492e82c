using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Experiments;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Dashboard.Live;
using Angioboard.Dashboard.RunDetails;
using Angioboard.Jobs;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Hosting;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using Bunit;
using Hangfire;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Angioboard.Dashboard.Tests.RunDetails;

/// <summary>A store with runs that have folders, and the page of one of them, without a browser.</summary>
internal sealed class RunPageContext : BunitContext
{
    private readonly TemporaryFolder folder = new();
    private readonly Database database;

    public RunPageContext(string role = Roles.Researcher)
    {
        database = Database.Open(folder.File("data"));
        Store = new RunStore(database, Feed);
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddSingleton(TimeProvider.System).AddSingleton(database).AddSingleton(Feed).AddSingleton(Store)
            .AddSingleton(new DatasetStore(database));
        Services.AddSingleton<RunEvaluations>().AddSingleton<RunPredictions>().AddSingleton<LiveState>();
        Services.AddSingleton(new AngioboardOptions { DataFolder = folder.File("data") })
            .AddAngioboardMachine().AddSingleton<IBackgroundJobClient, NoBackgroundJobs>()
            .AddAngioboardQueue(_ => new QueueSetup { Devices = () => [] });
        JSInterop.Mode = JSRuntimeMode.Loose;
        this.SignIn("ada", role);
    }

    public RunFeed Feed { get; } = new();

    public RunStore Store { get; }

    /// <summary>Adds e/Train_1 with its own folder.</summary>
    public Jobs.Runs.Run Add(Func<Jobs.Runs.Run, Jobs.Runs.Run> change, params EpochRecord[] epochs)
    {
        RunSettings settings = new() { ClassNames = ["sick", "well"], Epochs = 4 };
        string path = Directory.CreateDirectory(folder.File("e", "Train_1")).FullName;
        Jobs.Runs.Run run = change(new Jobs.Runs.Run
        {
            Id = "e/Train_1", Key = Store.NextKey(), Folder = path, Owner = "ada", Settings = settings,
            SettingsHash = SettingsHash.Of(settings),
            Created = DateTimeOffset.UtcNow, Status = RunStatus.Running, EpochsDone = epochs.Length,
        });
        Store.Import([run], epochs.Select(epoch => (run.Key, epoch)));
        return run;
    }

    /// <summary>A file of the run's folder.</summary>
    public string File(string name) => folder.File("e", "Train_1", name);

    /// <summary>Predictions of two splits, and their evaluation.</summary>
    public void WriteResults()
    {
        IReadOnlyList<SplitPredictions> splits =
        [
            new("validation", [new("a_L", 0, [0.9, 0.1]), new("b_L", 1, [0.4, 0.6])]),
            new("test", [new("c_L", 0, [0.8, 0.2]), new("d_R", 0, [0.3, 0.7]), new("e_R", 1, [0.1, 0.9]), new("<f>", null, [0.45, 0.55])]),
        ];
        PredictionsFile.Write(File("predictions.json"), splits);
        EvaluationFile.Write(File("evaluation.json"),
            Evaluator.Evaluate(splits, new EvaluationOptions(["sick", "well"], Resamples: 20), null,
                Xunit.TestContext.Current.CancellationToken));
    }

    /// <summary>Predictions of enough patients for a calibration and sets, and their evaluation.</summary>
    public void WriteCalibratedResults()
    {
        IReadOnlyList<SplitPredictions> splits = [Split("validation", 120), Split("test", 60)];
        PredictionsFile.Write(File("predictions.json"), splits);
        EvaluationFiles.Write(Path.GetDirectoryName(File("x"))!, splits, new EvaluationOptions(["sick", "well"], Resamples: 20), null,
            Xunit.TestContext.Current.CancellationToken);

        // Too sure: of three exams called with 0.97, one is wrong.
        static SplitPredictions Split(string name, int exams) => new(name,
        [
            .. Enumerable.Range(0, exams).Select(i =>
                new ExamPrediction($"{name[0]}{i}_L", i % 2, (i / 2 % 3 == 0 ? 1 - i % 2 : i % 2) == 0 ? [0.97, 0.03] : [0.03, 0.97])),
        ]);
    }

    /// <summary>The page, at an address such as <c>runs/e/Train_1?tab=log</c>.</summary>
    public IRenderedComponent<RunPage> Page(string query = "", string train = "Train_1")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"runs/e/{train}{query}");
        return Render<RunPage>(parameters => parameters.Add(page => page.Experiment, "e").Add(page => page.Train, train));
    }

    public static EpochRecord Epoch(int epoch, double loss) => new(epoch, new Dictionary<string, double?>
    {
        ["train_loss"] = loss, ["val_loss"] = loss + 1, ["val_accuracy"] = 1 / (1 + loss), ["lr"] = 1e-4, ["seconds"] = 10,
        ["frames"] = 100,
    });

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        database.Dispose();
        folder.Dispose();
    }
}
