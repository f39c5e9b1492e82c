using Angioboard.Core.Models.Hub;
using Angioboard.Dashboard.Layout;
using Angioboard.Dashboard.Live;
using Angioboard.Dashboard.NewRun;
using Angioboard.Jobs;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Hosting;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using Hangfire;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Angioboard.Dashboard.Tests.NewRun;

public sealed class NewRunPageTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FormSample sample = new();
    private readonly BunitContext context = new();
    private readonly Database database;
    private readonly RunStore store;
    private readonly DatasetStore datasets;

    public NewRunPageTests()
    {
        database = Database.Open(folder.File("data"));
        RunFeed feed = new();
        store = new RunStore(database, feed);
        datasets = new DatasetStore(database);
        context.Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        context.Services.AddSingleton(TimeProvider.System).AddSingleton(feed).AddSingleton(store).AddSingleton(datasets)
            .AddSingleton(database).AddSingleton<LiveState>().AddScoped<Draft>();
        context.Services.AddSingleton(new AngioboardOptions { DataFolder = folder.File("data"), DataRoots = [sample.Phantom.Datadir] });
        context.Services.AddAngioboardMachine().AddSingleton<IBackgroundJobClient, NoBackgroundJobs>()
            .AddAngioboardQueue(_ => new QueueSetup
            {
                Devices = () => [],
                Hub = () => new HubSettings(new Uri("http://127.0.0.1:1/"), folder.File("hub"), Offline: true),
            });
        context.JSInterop.Mode = JSRuntimeMode.Loose;
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        database.Dispose();
        sample.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_viewer_sees_that_the_role_cannot_launch()
    {
        IRenderedComponent<NewRunPage> page = Page(role: Roles.Viewer);

        Assert.Contains("Viewers cannot launch runs", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("input"));
    }

    [Fact]
    public void Without_any_dataset_the_phantom_study_is_offered_and_launch_is_disabled_with_the_reason()
    {
        IRenderedComponent<NewRunPage> page = Page();

        Assert.Contains(page.FindAll("button"), button => button.TextContent.Trim() == "Make the phantom dataset");
        Assert.True(LaunchButton(page).HasAttribute("disabled"));
        Assert.Equal("Choose a dataset, or register yours under Datasets.", page.Find("#why-not").TextContent);
        Assert.Contains("Choose a dataset", page.Find("[data-setting=dataset]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".mud-input-error"));
    }

    [Fact]
    public void The_only_dataset_is_chosen_and_can_be_launched_at_once()
    {
        datasets.Put(sample.Phantom);

        IRenderedComponent<NewRunPage> page = Page();

        Assert.False(LaunchButton(page).HasAttribute("disabled"));
        Assert.Contains("--model phantom-quick", page.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_value_is_reported_at_its_field_while_typing_and_a_right_one_clears_the_report()
    {
        datasets.Put(sample.Phantom);
        IRenderedComponent<NewRunPage> page = Page();

        page.Find("[data-setting=lr] input").Input("-1");
        page.WaitForAssertion(() =>
            Assert.Contains("must be above 0", page.Find("[data-setting=lr]").TextContent, StringComparison.Ordinal));
        bool disabled = LaunchButton(page).HasAttribute("disabled");
        page.Find("[data-setting=lr] input").Input("5e-4");
        page.WaitForAssertion(() => Assert.DoesNotContain("must be", page.Find("[data-setting=lr]").TextContent, StringComparison.Ordinal));

        Assert.True(disabled);
        Assert.False(LaunchButton(page).HasAttribute("disabled"));
        Assert.Contains("--lr 0.0005", page.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_shows_how_many_runs_it_makes()
    {
        datasets.Put(sample.Phantom);
        IRenderedComponent<NewRunPage> page = Page("?seed=1-3&lr=1e-3,%202e-3");

        Assert.Equal("Launch 6 runs", LaunchButton(page).TextContent.Trim());
    }

    [Fact]
    public void A_search_shows_the_settings_that_have_the_words()
    {
        datasets.Put(sample.Phantom);
        IRenderedComponent<NewRunPage> page = Page();

        page.Find(".launch-advanced-head input").Input("gradient norm");

        page.WaitForAssertion(() =>
        {
            Assert.Single(page.FindAll("[data-setting=grad_clip]"));
            Assert.Empty(page.FindAll("[data-setting=dropout]"));
        });
    }

    [Fact]
    public void Launching_makes_a_queued_run_and_opens_its_page()
    {
        datasets.Put(sample.Phantom);
        IRenderedComponent<NewRunPage> page = Page("?note=hello&tags=night");

        LaunchButton(page).Click();

        page.WaitForAssertion(() => Assert.EndsWith("runs/phantom/Train_1", context.Services.GetRequiredService<NavigationManager>().Uri,
            StringComparison.Ordinal));
        Jobs.Runs.Run run = Assert.Single(store.All);
        Assert.Equal(("ada", "phantom", "hello", RunStatus.Queued), (run.Owner, run.Dataset, run.Note, run.Status));
        Assert.Equal(["night"], run.Tags);
    }

    [Fact]
    public void A_repetition_turns_the_launch_into_a_study_that_says_its_size_before()
    {
        datasets.Put(sample.Phantom);
        IRenderedComponent<NewRunPage> page = Page("?lr=1e-3,%202e-3&seeds=1-2");

        Assert.Contains("4 runs: 2 variants × 2 seeds", page.Find(".launch-summary").TextContent, StringComparison.Ordinal);
        LaunchButton(page).Click();

        page.WaitForAssertion(() => Assert.Equal(4, store.All.Count));
        Assert.All(store.All, run => Assert.Equal(("Study_1", "phantom"), (run.Study?.Study, run.Dataset)));
        page.WaitForAssertion(() => Assert.EndsWith("studies/phantom/Study_1",
            context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
    }

    [Fact]
    public void More_folds_than_patients_are_said_at_the_folds_and_nothing_can_be_launched()
    {
        datasets.Put(sample.Clinic with { Name = "clinic" });

        IRenderedComponent<NewRunPage> page = Page("?folds=3&pretrained=none&batch_size=2");

        page.WaitForAssertion(() => Assert.Contains("3, but class 1 (No) has only 1 patient",
            page.Find("[data-setting=folds]").TextContent, StringComparison.Ordinal));
        Assert.True(LaunchButton(page).HasAttribute("disabled"));
    }

    [Fact]
    public void A_refusal_of_the_queue_is_shown_and_the_form_stays()
    {
        datasets.Put(sample.Phantom);
        IRenderedComponent<NewRunPage> page = Page("?note=hello");
        File.WriteAllText(sample.Phantom.Split, "root:*:20228::::::");

        LaunchButton(page).Click();

        page.WaitForAssertion(() => Assert.Contains("split", page.Find("[role=alert], .mud-alert").TextContent, StringComparison.Ordinal));
        Assert.Empty(store.All);
        Assert.Contains("hello", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_fail_later_is_reported_at_its_field()
    {
        datasets.Put(sample.Clinic with { Name = "clinic" });
        IRenderedComponent<NewRunPage> page = Page("?batch_size=200");

        page.WaitForAssertion(() =>
        {
            Assert.Contains("200 is more than the 40 exams of the training split", page.Find("[data-setting=batch_size]").TextContent,
                StringComparison.Ordinal);
            Assert.Contains("are not on this machine and cannot be downloaded", page.Find("[data-setting=pretrained]").TextContent,
                StringComparison.Ordinal);
            Assert.True(LaunchButton(page).HasAttribute("disabled"));
        });
        page.Find("[data-setting=pretrained] input").Input("none");
        page.Find("[data-setting=batch_size] input").Input("40");

        page.WaitForAssertion(() => Assert.False(LaunchButton(page).HasAttribute("disabled")));
    }

    [Fact]
    public void A_half_filled_form_is_restored()
    {
        datasets.Put(sample.Phantom);
        LaunchForm left = sample.Form("phantom");
        left.Type("lr", "7e-4");
        context.JSInterop.Setup<string?>("angioboard.draft.load", _ => true)
            .SetResult(System.Text.Json.JsonSerializer.Serialize(left.Draft));

        IRenderedComponent<NewRunPage> page = Page();

        page.WaitForAssertion(() => Assert.Equal("7e-4", page.Find("[data-setting=lr] input").GetAttribute("value")));
    }

    [Fact]
    public void A_form_that_nobody_touched_has_all_defaults_and_a_touched_one_starts_over()
    {
        datasets.Put(sample.Phantom);
        IRenderedComponent<NewRunPage> page = Page();
        string before = page.Find(".launch-advanced-head").TextContent;
        int offered = page.FindAll(".launch-head button").Count;
        page.Find("[data-setting=lr] input").Input("7e-4");

        page.WaitForElement(".launch-head button").Click();

        Assert.Contains("all defaults", before, StringComparison.Ordinal);
        Assert.Equal(0, offered);
        page.WaitForAssertion(() =>
        {
            Assert.Equal("0.001", page.Find("[data-setting=lr] input").GetAttribute("value"));
            Assert.Empty(page.FindAll(".launch-head button"));
        });
        Assert.Contains(context.JSInterop.Invocations, call => call.Identifier == "angioboard.draft.clear");
    }

    [Fact]
    public void An_unknown_run_to_clone_is_reported()
    {
        IRenderedComponent<NewRunPage> page = Page("?clone=gone/Train_9");

        Assert.Contains("There is no run gone/Train_9 to clone", page.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<NewRunPage> Page(string query = "", string role = Roles.Researcher)
    {
        context.SignIn("ada", role);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"new{query}");
        return context.Render<NewRunPage>();
    }

    private static IElement LaunchButton(IRenderedComponent<NewRunPage> page) =>
        page.FindAll(".launch-summary button").Single(button => button.TextContent.Contains("Launch", StringComparison.Ordinal));
}
