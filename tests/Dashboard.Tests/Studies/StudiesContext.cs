using System.Security.Claims;
using System.Text.Json.Nodes;
using Angioboard.Core.Studies;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Compare.Variants;
using Angioboard.Dashboard.Live;
using Angioboard.Dashboard.RunDetails;
using Angioboard.Dashboard.Studies;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Tests.Studies;
using Angioboard.Jobs.Users;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Angioboard.Dashboard.Tests.Studies;

/// <summary>A dashboard whose results have studies, and their pages without a browser.</summary>
internal sealed class StudiesContext : IAsyncDisposable
{
    /// <summary>Who reads the pages.</summary>
    public const string Reader = "nora";

    private readonly TemporaryFolder folder = new();
    private readonly BunitContext context = new();
    private readonly BunitAuthorizationContext signedIn;

    private StudiesContext(string role)
    {
        context.Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        context.Services.AddScoped<LiveState>().AddScoped<PageActor>();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        signedIn = context.AddAuthorization().SetAuthorized(Reader).SetRoles(role);
        if (role != Roles.Viewer) signedIn.SetPolicies(Policies.CanLaunch);
    }

    public RunningDashboard Dashboard { get; private set; } = null!;

    public RunStore Store => Dashboard.Services.GetRequiredService<RunStore>();

    /// <summary>The results folder.</summary>
    public string Results => folder.File("data", "results");

    public static async Task<StudiesContext> StartAsync(string role = Roles.Researcher)
    {
        StudiesContext studies = new(role);
        studies.Dashboard = await RunningDashboard.StartAsync(studies.folder.File("data"));
        studies.Dashboard.AddUser(Reader, role, "correct horse");
        studies.signedIn.SetClaims(new Claim("stamp", studies.Dashboard.ActorOf(Reader).Stamp!), new Claim(ClaimTypes.Role, role));
        studies.context.Services.AddFallbackServiceProvider(studies.Dashboard.Services);
        return studies;
    }

    /// <summary>Settings of a variant with this many frames.</summary>
    public static JsonObject Frames(int frames) => SampleStudy.Variant(("max_frames", frames));

    /// <summary>A study whose runs are finished; those whose variant has 12 frames are better.</summary>
    public SampleStudy Finished(StudyFolds? folds, IReadOnlyList<JsonObject> variants, params long[] seeds)
    {
        SampleStudy study = new(Results, folds, variants, seeds.Length > 0 ? seeds : [1],
            metric: folds is CurveFolds ? "log_loss" : "auc_ovr_macro");
        foreach (StudyRun run in study.Runs) Finish(study, run);
        return study;
    }

    /// <summary>Adds a finished run.</summary>
    public Jobs.Runs.Run Finish(SampleStudy study, StudyRun run)
    {
        bool curve = study.Folder.Plan.Folds is CurveFolds;
        return study.Add(Store, run, curve ? run.Fold!.Value : run.Settings.MaxFrames == 12 ? 1.2 : 0.2);
    }

    /// <summary>Seals the test split of a study's dataset.</summary>
    public void Seal(SampleStudy study)
    {
        DatasetSeal seal = new()
        {
            Dataset = "d", Split = study.Folder.Plan.Settings.Split!, SealedAt = DateTimeOffset.UtcNow, SealedBy = "ada",
        };
        Store.ChangeSeals([], [seal], run => run with { Note = "sealed" });
    }

    /// <summary>The page of a study.</summary>
    public IRenderedComponent<StudyPage> Page(string name = "Study_1", string query = "")
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"studies/demo/{name}{query}");
        return context.Render<StudyPage>(parameters => parameters.Add(page => page.Experiment, "demo").Add(page => page.StudyName, name));
    }

    /// <summary>The list of studies.</summary>
    public IRenderedComponent<StudiesPage> List(string query = "")
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"studies{query}");
        return context.Render<StudiesPage>();
    }

    /// <summary>The page of compared variants.</summary>
    public IRenderedComponent<CompareVariantsPage> Compare(params string[] variants)
    {
        Navigation.NavigateTo(RunAddress.CompareVariants(variants));
        return context.Render<CompareVariantsPage>();
    }

    /// <summary>Where the browser is.</summary>
    public NavigationManager Navigation => context.Services.GetRequiredService<NavigationManager>();

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        await Dashboard.DisposeAsync();
        folder.Dispose();
    }
}
