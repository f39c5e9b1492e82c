using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Angioboard.EndToEnd.Studies;

/// <summary>The ensemble of a finished study in a browser: made, read, and used to predict.</summary>
public sealed class StudyEnsembleTests(Site site)
{
    [Fact]
    public async Task An_ensemble_of_a_finished_study_is_made_read_and_predicts_the_held_out_test_split()
    {
        using TemporaryFolder folder = new();
        await Command.RunAsync(folder.Path, "phantom", "--output", folder.File("wide"), "--exams", "60", "--seed", "5");
        IPage page = await site.OpenAsync("/");
        await Site.RegisterAsync(page, folder.File("wide"), "many");
        await Site.GoAsync(page, Site.Tiny("together", 2).Replace($"dataset={Site.Dataset}", "dataset=many", StringComparison.Ordinal)
            .Replace("&seed=42", "", StringComparison.Ordinal));
        await page.GetByLabel("Repeat over folds, seeds and values, as one study").CheckAsync();
        await Site.FillAsync(page, "Folds", "3");
        await Site.FillAsync(page, "Seeds", "1-2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Launch 6 runs" }).ClickAsync(new() { Timeout = 30_000 });
        await page.WaitForURLAsync("**/studies/together/Study_1", new() { Timeout = 60_000 });

        ILocator make = page.GetByRole(AriaRole.Button, new() { Name = "Make an ensemble of the 6 runs" });
        await make.ClickAsync(new() { Timeout = 240_000 });
        ILocator ensemble = page.Locator("article.ensemble");
        await Assertions.Expect(ensemble.Locator("table")).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await Assertions.Expect(ensemble.Locator("tbody tr").First).ToContainTextAsync(new Regex(@"AUC[\s\S]*[+-]0\.\d{3}"));
        // What was said fades.
        await Assertions.Expect(page.Locator(".mud-snackbar")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await PageLook.RequireAsync(page, "study-ensemble");
        await page.SetViewportSizeAsync(PageLook.Wide, 900);

        await ensemble.GetByRole(AriaRole.Button, new() { Name = "Predict with the ensemble…" }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "many (the study's own)" }).CheckAsync();
        await PageLook.RequireAsync(page, "study-ensemble-predict");
        await page.SetViewportSizeAsync(PageLook.Wide, 900);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Predict", Exact = true }).ClickAsync();
        ILocator on = page.Locator(".ensemble-data");
        await Assertions.Expect(on.GetByText("exams are predicted")).ToBeVisibleAsync(new() { Timeout = 240_000 });
        await Assertions.Expect(on.Locator("caption")).ToHaveTextAsync("many: test");
        await Assertions.Expect(on).ToContainTextAsync("are left out, since a run was trained on them or chose its epoch by them");
        await Assertions.Expect(page.Locator(".mud-snackbar")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await on.ScrollIntoViewIfNeededAsync();
        await PageLook.RequireAsync(page, "study-ensemble-predicted");

        JsonObject outside = await DownloadAsync(page, ensemble.Locator(":scope > .ensemble-files a").Nth(1));
        JsonObject held = await DownloadAsync(page, on.Locator(".ensemble-files a").First);
        string experiment = Path.Combine(site.Dashboard.Results, "together");
        JsonArray test = Json(Path.Combine(experiment, "Study_1", "folds", "held-out.json"))["test"]!.AsArray();
        Assert.Equal(["fold-0", "fold-1", "fold-2"], outside.Select(split => split.Key));
        Assert.Equal(["test"], held.Select(split => split.Key));
        Assert.Equal(test.Select(frame => Exam((string)frame![0]!)).Distinct().Order(),
            held["test"]!.AsArray().Select(exam => (string)exam![0]!).Order());
        double[] members = [.. Directory.GetDirectories(experiment, "Train_*")
            .Select(run => Json(Path.Combine(run, "evaluations", "many", "predictions.json"))["test"]!.AsArray()
                .Single(exam => (string)exam![0]! == (string)held["test"]![0]![0]!))
            .Select(exam => (double)exam![2]![0]!)];
        Assert.Equal(6, members.Length);
        Assert.Equal(members.Average(), (double)held["test"]![0]![2]![0]!, 1e-12);
        await page.Context.DisposeAsync();
    }

    private static async Task<JsonObject> DownloadAsync(IPage page, ILocator link)
    {
        IAPIResponse answer = await page.APIRequest.GetAsync(new Uri(new Uri(page.Url),
            await link.EvaluateAsync<string>("a => a.href")).ToString());
        Assert.True(answer.Ok, await answer.TextAsync());
        return JsonNode.Parse(await answer.TextAsync())!.AsObject();
    }

    private static JsonObject Json(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();

    // An exam is the folder of its frames.
    private static string Exam(string frame) => frame[..frame.LastIndexOf('/')];
}
