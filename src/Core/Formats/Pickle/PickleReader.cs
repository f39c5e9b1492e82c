namespace Angioboard.Core.Formats.Pickle;

/// <summary>
/// Reads a pickle, a program for a small stack machine, as data: objects of known names are built, any other object becomes an
/// <see cref="InertObject"/>. No name is ever resolved and nothing of the pickle runs. The machine does not recurse, so depth costs no
/// stack.
/// </summary>
internal sealed class PickleReader(PickleCursor cursor, PickleConstructor constructor)
{
    /// <summary>Limit of instructions. A checkpoint of 10,000 tensors takes a million; each may cost two hundred bytes.</summary>
    private const int MaxInstructions = 1 << 22;

    private readonly List<object?> stack = [];
    private readonly Stack<int> marks = new();
    private readonly Dictionary<uint, object?> memo = [];

    /// <summary>Reads one pickle to its end and returns its value.</summary>
    public object? Read()
    {
        for (int done = 0; done < MaxInstructions; done++)
        {
            PickleOpcode opcode = (PickleOpcode)cursor.TakeByte();
            if (opcode == PickleOpcode.Stop) return Pop();
            Execute(opcode);
        }
        throw cursor.Damaged($"has more than {MaxInstructions} instructions");
    }

    private void Execute(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto: RequireProtocol(cursor.TakeByte()); break;
            case PickleOpcode.Frame: cursor.TakeUInt64(); break;
            case PickleOpcode.Mark: marks.Push(stack.Count); break;
            case PickleOpcode.Pop: PopOrUnmark(); break;
            case PickleOpcode.PopMark: PopToMark(); break;
            case PickleOpcode.Dup: stack.Add(Peek()); break;

            case PickleOpcode.None: stack.Add(null); break;
            case PickleOpcode.NewTrue: stack.Add(true); break;
            case PickleOpcode.NewFalse: stack.Add(false); break;
            case PickleOpcode.BinInt: stack.Add((long)cursor.TakeInt32()); break;
            case PickleOpcode.BinInt1: stack.Add((long)cursor.TakeByte()); break;
            case PickleOpcode.BinInt2: stack.Add((long)cursor.TakeUInt16()); break;
            case PickleOpcode.Long1: stack.Add(cursor.TakeInteger(cursor.TakeByte())); break;
            case PickleOpcode.Long4: stack.Add(cursor.TakeInteger(cursor.TakeUInt32())); break;
            case PickleOpcode.BinFloat: stack.Add(cursor.TakeDouble()); break;
            case PickleOpcode.BinUnicode: stack.Add(cursor.TakeText(cursor.TakeUInt32())); break;
            case PickleOpcode.ShortBinUnicode: stack.Add(cursor.TakeText(cursor.TakeByte())); break;
            case PickleOpcode.BinUnicode8: stack.Add(cursor.TakeText(cursor.TakeUInt64())); break;
            case PickleOpcode.BinString: stack.Add(cursor.TakeLatin1(cursor.TakeUInt32())); break;
            case PickleOpcode.ShortBinString: stack.Add(cursor.TakeLatin1(cursor.TakeByte())); break;
            case PickleOpcode.BinBytes: stack.Add(cursor.TakeBytes(cursor.TakeUInt32())); break;
            case PickleOpcode.ShortBinBytes: stack.Add(cursor.TakeBytes(cursor.TakeByte())); break;
            case PickleOpcode.BinBytes8 or PickleOpcode.ByteArray8: stack.Add(cursor.TakeBytes(cursor.TakeUInt64())); break;

            case PickleOpcode.EmptyList: stack.Add(new List<object?>()); break;
            case PickleOpcode.EmptyDict: stack.Add(new PickleDictionary()); break;
            case PickleOpcode.EmptySet: stack.Add(new InertObject(PickleConstructor.Set)); break;
            case PickleOpcode.FrozenSet: stack.Add(new InertObject(PickleConstructor.FrozenSet, new List<object?>(PopToMark()))); break;
            case PickleOpcode.EmptyTuple: stack.Add(Array.Empty<object?>()); break;
            case PickleOpcode.Tuple1: stack.Add(PopMany(1)); break;
            case PickleOpcode.Tuple2: stack.Add(PopMany(2)); break;
            case PickleOpcode.Tuple3: stack.Add(PopMany(3)); break;
            case PickleOpcode.Tuple: stack.Add(PopToMark()); break;

            case PickleOpcode.Append: Append([Pop()]); break;
            case PickleOpcode.Appends or PickleOpcode.AddItems: Append(PopToMark()); break;
            case PickleOpcode.SetItem: SetItems(PopMany(2)); break;
            case PickleOpcode.SetItems: SetItems(PopToMark()); break;
            case PickleOpcode.Build: Build(Pop()); break;

            case PickleOpcode.BinGet: stack.Add(Recall(cursor.TakeByte())); break;
            case PickleOpcode.LongBinGet: stack.Add(Recall(cursor.TakeUInt32())); break;
            case PickleOpcode.BinPut: memo[cursor.TakeByte()] = Peek(); break;
            case PickleOpcode.LongBinPut: memo[cursor.TakeUInt32()] = Peek(); break;
            case PickleOpcode.Memoize: memo[(uint)memo.Count] = Peek(); break;

            case PickleOpcode.Global: stack.Add(PickleConstructor.Name(cursor.TakeLine(), cursor.TakeLine())); break;
            case PickleOpcode.StackGlobal: StackGlobal(); break;
            case PickleOpcode.BinPersistentId: stack.Add(new InertObject(PickleConstructor.PersistentId, Pop() as object?[] ?? [])); break;
            case PickleOpcode.Reduce or PickleOpcode.NewObj: Construct(PopMany(2)); break;
            case PickleOpcode.NewObjEx: Construct(PopMany(3)); break;
            default: throw cursor.Damaged($"has an instruction 0x{(byte)opcode:x2} that protocols 2 to 5 do not use");
        }
    }

    private void RequireProtocol(byte protocol)
    {
        if (protocol is < 2 or > 5) throw cursor.Damaged($"is of protocol {protocol}, not 2 to 5");
    }

    private void StackGlobal()
    {
        object?[] names = PopMany(2);
        if (names is not [string module, string name]) throw cursor.Damaged("names a class by something other than text");
        stack.Add(PickleConstructor.Name(module, name));
    }

    /// <summary>From a callable, its arguments and optional keyword arguments.</summary>
    private void Construct(object?[] call)
    {
        if (call[1] is not object?[] arguments) throw cursor.Damaged("makes a call without a tuple of arguments");
        if (call is [_, _, PickleDictionary { Count: > 0 } keywords]) arguments = [.. arguments, keywords];
        stack.Add(call[0] is InertName { Name: string name }
            ? constructor.Construct(name, arguments)
            : new InertObject(PickleConstructor.Call, call[0], arguments));
    }

    private void Build(object? state)
    {
        switch (Peek())
        {
            case InertObject instance: instance.State = state; break;
            case PickleDictionary dictionary: dictionary.Attributes = state; break;
            case TorchSharp.torch.Tensor: break;  // Python attributes on a tensor: there is nothing to set them on
            default: throw cursor.Damaged("sets the state of an object that has none");
        }
    }

    private void Append(object?[] items)
    {
        List<object?> list = Peek() switch
        {
            List<object?> plain => plain,
            InertObject instance => instance.AppendTo,
            _ => throw cursor.Damaged("appends to something that is not a list"),
        };
        list.AddRange(items);
    }

    private void SetItems(object?[] pairs)
    {
        PickleDictionary dictionary = Peek() switch
        {
            PickleDictionary plain => plain,
            InertObject instance => instance.Members,
            _ => throw cursor.Damaged("sets keys of something that is not a dictionary"),
        };
        if (pairs.Length % 2 != 0) throw cursor.Damaged("sets a key without a value");
        for (int i = 0; i < pairs.Length; i += 2) dictionary[pairs[i] ?? PickleDictionary.NoneKey] = pairs[i + 1];
    }

    private object? Recall(uint index) =>
        memo.TryGetValue(index, out object? value) ? value : throw cursor.Damaged("recalls a value it never stored");

    private int Floor => marks.Count == 0 ? 0 : marks.Peek();

    private object? Peek() => stack.Count > Floor ? stack[^1] : throw cursor.Damaged("takes from an empty stack");

    private object? Pop() => PopMany(1)[0];

    private void PopOrUnmark()
    {
        if (marks.Count > 0 && stack.Count == Floor) marks.Pop();
        else Pop();
    }

    private object?[] PopToMark()
    {
        if (marks.Count == 0) throw cursor.Damaged("lacks a mark");
        object?[] taken = PopMany(stack.Count - Floor);
        marks.Pop();
        return taken;
    }

    private object?[] PopMany(int count)
    {
        if (stack.Count - count < Floor) throw cursor.Damaged("takes from an empty stack");
        object?[] taken = new object?[count];
        stack.CopyTo(stack.Count - count, taken, 0, count);
        stack.RemoveRange(stack.Count - count, count);
        return taken;
    }
}
