using Angioboard.Dashboard.Layout;
using Angioboard.Dashboard.Live;
using Angioboard.Jobs;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Hosting;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using SkiaSharp;

namespace Angioboard.Dashboard.Tests.Datasets;

/// <summary>
/// A test's own data folder with a study of four exams, and the services that the pages of data sets and of the machine need.
/// </summary>
internal sealed class DatasetsContext : BunitContext
{
    private readonly TemporaryFolder folder = new();
    private readonly Database database;

    public DatasetsContext(string role = Roles.Researcher, bool allowed = true)
    {
        AngioboardOptions options = new() { DataFolder = folder.File("data"), DataRoots = allowed ? [Study] : null };
        database = Database.Open(options.DataFolder);
        Services.AddMudServices(mud => mud.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddLogging();
        Services.AddSingleton(options).AddSingleton(TimeProvider.System).AddSingleton(database).AddSingleton<RunFeed>()
            .AddSingleton<RunStore>().AddSingleton<DatasetStore>();
        Services.AddAngioboardMachine();
        Services.AddScoped<LiveState>().AddScoped<Announcer>().AddScoped<Draft>();
        JSInterop.Mode = JSRuntimeMode.Loose;
        this.SignIn("ada", role);
        WriteStudy();
    }

    public DatasetStore Datasets => Services.GetRequiredService<DatasetStore>();

    public DatasetRegistration Registration => Services.GetRequiredService<DatasetRegistration>();

    public string Study => folder.File("study");

    public DatasetDraft Draft =>
        new() { Name = "eyes", Split = Path.Combine(Study, "split.json"), Datadir = Study, ClassNames = "sick, <b>well</b>", Strip = 8 };

    /// <summary>Registers the study as <c>eyes</c>.</summary>
    public async Task RegisterAsync()
    {
        DatasetCheckRun check = Registration.Register(Actor.Owner("ada"), Draft);
        await check.Completion;
        Assert.Empty(check.Report!.Problems);
    }

    /// <summary>Disposes what can only be disposed asynchronously too.</summary>
    public async Task EndAsync()
    {
        await DisposeAsync();
        database.Dispose();
        folder.Dispose();
    }

    private void WriteStudy()
    {
        foreach ((string exam, int frames) in new[] { ("a_L", 2), ("b_R", 3), ("c_R", 1), ("d_L", 1) })
        {
            Directory.CreateDirectory(Path.Combine(Study, exam));
            for (int frame = 1; frame <= frames; frame++)
            {
                using SKBitmap bitmap = new(40, 32, SKColorType.Gray8, SKAlphaType.Opaque);
                // All frames differ: the same picture in two splits would be a problem.
                byte grey = (byte)((exam[0] - 'a') * 50 + frame * 10);
                bitmap.Erase(new SKColor(grey, grey, grey));
                using SKData jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
                File.WriteAllBytes(Path.Combine(Study, exam, $"{frame}.jpg"), jpeg.ToArray());
            }
        }
        File.WriteAllText(Path.Combine(Study, "split.json"),
            """{"train": [["a_L/1.jpg", 0], ["b_R/1.jpg", 1]], "validation": [["c_R/1.jpg", 1], ["d_L/1.jpg", null]]}""");
    }
}
