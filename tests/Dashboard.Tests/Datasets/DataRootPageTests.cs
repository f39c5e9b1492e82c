using Angioboard.Dashboard.Datasets;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Users;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Datasets;

public sealed class DataRootPageTests
{
    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("/etc/no-such-file")]
    [InlineData("/dev/zero")]
    public async Task A_researcher_sees_whom_to_ask_and_not_whether_a_file_exists(string path)
    {
        DatasetsContext context = new();
        UserStore users = context.Services.GetRequiredService<UserStore>();
        users.Add(Actor.Server, new User { Name = "grace", Role = Roles.Administrator });
        users.Add(Actor.Server, new User { Name = "gone", Role = Roles.Administrator, Disabled = true });
        IRenderedComponent<RegisterDataset> form = context.Render<RegisterDataset>();

        form.FindAll("input[type=text]")[1].Input(path);
        form.FindAll("input[type=text]")[2].Input(Path.GetDirectoryName(path)!);
        form.FindAll("input[type=text]")[^1].Input(path);

        form.WaitForAssertion(() => Assert.Equal(3, form.FindAll(".mud-input-helper-text, .mud-input-error").Count(text =>
            text.TextContent.Trim() == "Not below a folder that data may be read from; ask an administrator (grace) to allow it")),
            TimeSpan.FromSeconds(30));
        Assert.DoesNotContain("no such file", form.Markup, StringComparison.Ordinal);
        Assert.Empty(form.FindAll(".register-allow"));
        await context.EndAsync();
    }

    [Fact]
    public async Task An_administrator_allows_the_folder_with_one_click_and_registers()
    {
        DatasetsContext context = new(Roles.Administrator, allowed: false);
        string? registered = null;
        IRenderedComponent<RegisterDataset> form =
            context.Render<RegisterDataset>(p => p.Add(f => f.OnRegistered, name => registered = name));
        DatasetDraft draft = context.Draft;
        form.FindAll("input[type=text]")[0].Input(draft.Name);
        form.FindAll("input[type=text]")[1].Input(draft.Split);
        form.FindAll("input[type=text]")[2].Input(draft.Datadir);
        form.FindAll("input[type=text]")[3].Input(draft.ClassNames);
        form.Find("input[inputmode=numeric], input[type=number]").Change("8");

        form.WaitForElement(".register-allow", TimeSpan.FromSeconds(30));
        Assert.Equal($"Allow {context.Study}", form.Find(".register-allow").TextContent.Trim());
        await form.Find(".register-allow").ClickAsync(new());
        form.WaitForAssertion(() => Assert.Empty(form.FindAll(".register-allow")), TimeSpan.FromSeconds(30));
        await form.Find("form").SubmitAsync();

        form.WaitForAssertion(() => Assert.Equal("eyes", registered), TimeSpan.FromSeconds(30));
        DataRoot root = context.Services.GetRequiredService<DataRoots>().All[^1];
        Assert.Equal((context.Study, "ada"), (root.Path, root.By));
        await context.EndAsync();
    }

    [Fact]
    public async Task A_dataset_registered_before_there_were_roots_waits_for_an_administrator()
    {
        DatasetsContext context = new(Roles.Administrator, allowed: false);
        DatasetDraft draft = context.Draft;
        context.Datasets.Put(new Dataset
        {
            Name = "eyes", Split = draft.Split, Datadir = draft.Datadir, ClassNames = ["sick", "well"], Strip = 8, Owner = "ada",
            Registered = DateTimeOffset.UnixEpoch,
        });

        IRenderedComponent<DatasetsPage> page = context.Render<DatasetsPage>();
        string before = page.Find("tbody tr").TextContent;
        page.Find(".roots-add input").Input(context.Study);
        await page.Find(".roots-add").SubmitAsync();

        Assert.Contains("Not allowed", before, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("Ready", page.Find("tbody tr").TextContent, StringComparison.Ordinal),
            TimeSpan.FromSeconds(30));
        await context.EndAsync();
    }
}
