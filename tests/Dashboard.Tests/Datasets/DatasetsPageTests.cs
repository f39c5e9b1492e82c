using Angioboard.Dashboard.Datasets;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Users;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Datasets;

public sealed class DatasetsPageTests
{
    [Fact]
    public async Task Without_a_dataset_the_phantom_study_is_offered_to_those_who_may_make_it()
    {
        DatasetsContext researcher = new(), viewer = new(Roles.Viewer);

        string offered = researcher.Render<DatasetsPage>().Markup, toViewer = viewer.Render<DatasetsPage>().Markup;

        Assert.Contains("Make the phantom dataset", offered, StringComparison.Ordinal);
        Assert.DoesNotContain("Make the phantom dataset", toViewer, StringComparison.Ordinal);
        Assert.DoesNotContain("Register a dataset", toViewer, StringComparison.Ordinal);
        await researcher.EndAsync();
        await viewer.EndAsync();
    }

    [Fact]
    public async Task A_dataset_is_listed_with_its_numbers_and_says_when_its_files_are_gone()
    {
        DatasetsContext context = new();
        await context.RegisterAsync();

        IRenderedComponent<DatasetsPage> page = context.Render<DatasetsPage>();
        string[] cells = [.. page.FindAll("tbody tr td").Select(cell => cell.TextContent.Trim())];
        Directory.Delete(context.Study, recursive: true);
        string gone = context.Render<DatasetsPage>().Find("tbody tr").TextContent;

        Assert.Equal(["4", "7", "train 2, validation 2", "sick, <b>well</b>", "FA", "ada", "Ready"], cells);
        Assert.Contains("Files missing", gone, StringComparison.Ordinal);
        await context.EndAsync();
    }

    [Fact]
    public async Task Fields_show_their_errors_while_typing_and_the_button_is_disabled_until_they_are_fixed()
    {
        DatasetsContext context = new();
        IRenderedComponent<RegisterDataset> form = context.Render<RegisterDataset>();

        form.FindAll("input[type=text]")[0].Input("a/b");
        form.FindAll("input[type=text]")[1].Input("split.json");

        Assert.Contains("Use 1 to 64 letters", form.Markup, StringComparison.Ordinal);
        Assert.Contains("Give the full path, from the root", form.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Name two classes", form.Markup, StringComparison.Ordinal);
        Assert.True(form.Find("button[type=submit]").HasAttribute("disabled"));
        await context.EndAsync();
    }

    [Fact]
    public async Task A_good_study_is_checked_registered_and_announced()
    {
        DatasetsContext context = new();
        string? registered = null;
        IRenderedComponent<RegisterDataset> form =
            context.Render<RegisterDataset>(p => p.Add(f => f.OnRegistered, name => registered = name));
        DatasetDraft draft = context.Draft;

        form.FindAll("input[type=text]")[0].Input(draft.Name);
        form.FindAll("input[type=text]")[1].Input(draft.Split);
        form.FindAll("input[type=text]")[2].Input(draft.Datadir);
        form.FindAll("input[type=text]")[3].Input(draft.ClassNames);
        Assert.False(form.Find("button[type=submit]").HasAttribute("disabled"));
        await form.Find("form").SubmitAsync();
        // The strip of 50 is taller than these frames; the check finds that, not the fields.
        form.WaitForAssertion(() => Assert.Contains("Not registered", form.Markup, StringComparison.Ordinal));
        await context.RegisterAsync();

        Assert.Null(registered);
        Assert.Contains("no more than the strip of 50", form.Markup, StringComparison.Ordinal);
        Assert.Equal("eyes", Assert.Single(context.Datasets.All()).Name);
        await context.EndAsync();
    }

    [Fact]
    public async Task The_form_proposes_patients_and_asks_for_the_names_of_classes_that_lack_one()
    {
        DatasetsContext context = new();
        string split = Path.Combine(context.Study, "split.json");
        File.WriteAllText(split, """{"train": [["22_L/1.jpg", 0], ["7_L/1.jpg", 2]], "test": [["22_R/1.jpg", 1]]}""");
        IRenderedComponent<RegisterDataset> form = context.Render<RegisterDataset>();
        form.FindAll("input[type=text]")[0].Input("eyes");
        form.FindAll("input[type=text]")[1].Input(split);
        form.FindAll("input[type=text]")[2].Input(context.Study);
        form.FindAll("input[type=text]")[3].Input("sick, well");

        form.WaitForAssertion(() => Assert.Contains(
            "The split has labels 0–2; you named 2 classes. Add the name of class 2 (1 exam).", form.Markup, StringComparison.Ordinal));
        form.FindAll("input[type=text]")[3].Input("sick, well, unsure, odd");
        form.WaitForAssertion(() => Assert.Contains("No exam has the class odd.", form.Markup, StringComparison.Ordinal));
        string offer = form.Find(".register-patients").TextContent;
        form.FindAll("button").Single(button => button.TextContent.Trim() == "Use it").Click();

        Assert.Contains("one of them in more than one split: 22 in train and test.", offer, StringComparison.Ordinal);
        form.WaitForAssertion(() => Assert.Empty(form.FindAll(".register-patients")));
        Assert.Contains(form.FindAll("input"), input => input.GetAttribute("value") == @"(\d+)_[LR]$");
        await context.EndAsync();
    }

    [Fact]
    public async Task The_owner_edits_a_dataset_and_sees_what_that_does_first()
    {
        DatasetsContext context = new();
        await context.RegisterAsync();
        IRenderedComponent<DatasetPage> page = context.Render<DatasetPage>(p => p.Add(d => d.Name, "eyes"));

        page.FindAll("button").Single(button => button.TextContent.Trim() == "Edit").Click();
        bool idle = page.WaitForElement("form button[type=submit]").HasAttribute("disabled");
        page.FindAll("form input[type=text]")[2].Input(@"([a-c])_[LR]$");
        page.WaitForAssertion(() => Assert.Equal(
            "This makes version 2, after all frames are checked again.", page.Find("form [role=status]").TextContent));
        page.FindAll("form input[type=text]")[2].Input(@"([a-d])_[LR]$");
        await page.Find("form").SubmitAsync();

        Assert.True(idle);
        page.WaitForAssertion(() => Assert.Contains("patients not set → ([a-d])_[LR]$", page.Find(".versions").TextContent,
            StringComparison.Ordinal));
        Assert.Equal(@"([a-d])_[LR]$", context.Datasets.Find("eyes")!.Patients);
        await context.EndAsync();
    }

    [Fact]
    public async Task A_mistyped_path_is_shown_with_the_one_that_exists()
    {
        DatasetsContext context = new();
        IRenderedComponent<RegisterDataset> form = context.Render<RegisterDataset>();

        form.FindAll("input[type=text]")[1].Input(Path.Combine(context.Study, "spilt.json"));

        form.WaitForAssertion(() => Assert.Contains(
            $"There is no such file on this machine; did you mean {Path.Combine(context.Study, "split.json")}?", form.Markup,
            StringComparison.Ordinal));
        await context.EndAsync();
    }

    [Fact]
    public async Task Class_names_are_text_and_exams_are_found_by_split_class_and_name()
    {
        DatasetsContext context = new();
        await context.RegisterAsync();
        NavigationManager navigation = context.Services.GetRequiredService<NavigationManager>();

        string[] Exams(string query)
        {
            navigation.NavigateTo($"datasets/eyes{query}");
            IRenderedComponent<ExamBrowser> browser =
                context.Render<ExamBrowser>(p => p.Add(b => b.Dataset, context.Datasets.Find("eyes")!));
            browser.WaitForAssertion(() => Assert.NotEmpty(browser.FindAll(".exams-count")));
            Assert.Empty(browser.FindAll("td b"));
            return [.. browser.FindAll(".exams-list tbody th").Select(exam => exam.TextContent.Trim())];
        }

        Assert.Equal(["a_L", "b_R", "c_R", "d_L"], Exams(""));
        Assert.Equal(["c_R", "d_L"], Exams("?split=validation"));
        Assert.Equal(["b_R", "c_R"], Exams("?class=1"));
        Assert.Equal(["d_L"], Exams("?class=none"));
        Assert.Equal(["b_R", "c_R"], Exams("?q=_r"));
        Assert.Empty(Exams("?q=nothing"));
        await context.EndAsync();
    }
}
