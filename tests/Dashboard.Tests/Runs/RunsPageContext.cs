using Angioboard.Core.Settings;
using Angioboard.Dashboard.Live;
using Angioboard.Dashboard.Runs;
using Angioboard.Dashboard.Runs.Filters;
using Angioboard.Jobs;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Hosting;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using Bunit;
using Hangfire;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Run = Angioboard.Jobs.Runs.Run;
namespace Angioboard.Dashboard.Tests.Runs;

/// <summary>A store and the list of its runs, without a browser.</summary>
internal sealed class RunsPageContext : BunitContext
{
    private readonly TemporaryFolder folder = new();
    private readonly Database database;

    public RunsPageContext(string role = Roles.Researcher)
    {
        database = Database.Open(folder.File("data"));
        Store = new RunStore(database, Feed);
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddSingleton(TimeProvider.System).AddSingleton(Feed).AddSingleton(Store).AddSingleton<RunViews>().AddScoped<ColumnMemory>()
            .AddSingleton<ChosenRuns>()
            .AddSingleton(new DatasetStore(database));
        Services.AddSingleton(new AngioboardOptions { DataFolder = folder.File("data") }).AddSingleton(database);
        Services.AddSingleton<IBackgroundJobClient, NoBackgroundJobs>().AddAngioboardQueue(_ => new QueueSetup { Devices = () => [] });
        JSInterop.Mode = JSRuntimeMode.Loose;
        this.SignIn("ada", role);
    }

    public RunFeed Feed { get; } = new();

    public RunStore Store { get; }

    public RunViews Views => Services.GetRequiredService<RunViews>();

    public NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    public LiveState Live { get; } = new();

    /// <summary>Adds demo/Train_N.</summary>
    public Run Add(int number, double? loss = null, Func<Run, Run>? change = null, string data = "d1")
    {
        RunSettings settings = SettingsRules.Resolve(new RunSettings { Split = "/s.json", Datadir = "/d", Seed = number, Epochs = 4 });
        Run run = new()
        {
            Id = $"demo/Train_{number}", Key = Store.NextKey(), Folder = $"/results/demo/Train_{number}", Owner = "ada",
            Settings = settings,
            SettingsHash = SettingsHash.Of(settings), Created = DateTimeOffset.UnixEpoch.AddDays(number), Status = RunStatus.Finished,
            Fingerprint = data, EpochsDone = 4,
            Best = loss is { } value
                ? new Dictionary<string, BestValue> { ["val_loss"] = new(value, number) }
                : new Dictionary<string, BestValue>(),
        };
        Store.Add(change?.Invoke(run) ?? run);
        return Store.Find(run.Id)!;
    }

    /// <summary>The page at an address such as <c>?sort=lr</c>.</summary>
    public IRenderedComponent<RunsPage> Page(string query = "")
    {
        Navigation.NavigateTo(Navigation.BaseUri + query);
        return Render<RunsPage>(parameters => parameters.AddCascadingValue(Live));
    }

    /// <summary>Names in the rows.</summary>
    public static string[] Names(IRenderedComponent<RunsPage> page) =>
        [.. page.FindAll("tbody th.name").Select(name => name.TextContent.Trim())];

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        database.Dispose();
        folder.Dispose();
    }
}
