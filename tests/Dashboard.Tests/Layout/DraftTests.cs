using Angioboard.Dashboard.Layout;
using Bunit;

namespace Angioboard.Dashboard.Tests.Layout;

public sealed class DraftTests
{
    [Fact]
    public async Task A_saved_draft_is_restored()
    {
        await using BunitContext context = new();
        string? kept = null;
        context.JSInterop.SetupVoid(call => Keep(call, text => kept = text)).SetVoidResult();
        Draft draft = new(context.JSInterop.JSRuntime);

        await draft.SaveAsync("new", new Form("phantom", 3));
        context.JSInterop.Setup<string?>("angioboard.draft.load", "new").SetResult(kept);
        Form? loaded = await draft.LoadAsync<Form>("new");

        Assert.Equal(new Form("phantom", 3), loaded);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{\"Epochs\": \"many\"}")]
    public async Task No_draft_or_one_of_an_older_form_gives_nothing(string? kept)
    {
        await using BunitContext context = new();
        context.JSInterop.Setup<string?>("angioboard.draft.load", "new").SetResult(kept);

        Assert.Null(await new Draft(context.JSInterop.JSRuntime).LoadAsync<Form>("new"));
    }

    private static bool Keep(JSRuntimeInvocation call, Action<string?> keep)
    {
        if (call.Identifier != "angioboard.draft.save")
            return false;
        keep((string?)call.Arguments[1]);
        return true;
    }

    private sealed record Form(string Name, int Epochs);
}
