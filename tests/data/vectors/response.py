"""Writes code.json, parts.txt and record.json beside itself: docs/format.md §3, §6 and §8, worked out without the program.

Needs Python's `cryptography`, Debian's `age-keygen`, and the word list in the source of the crate bip39.
"""
import hashlib,json,re,glob,subprocess,tempfile,os
HERE=os.path.dirname(os.path.abspath(__file__))
src=open(glob.glob(''+os.environ.get('CARGO_HOME',os.path.expanduser('~/.cargo'))+'/registry/src/*/bip39-2.2.2/src/language/english.rs')[0]).read()
words=re.findall(r'"([a-z]+)"',src); assert len(words)==2048
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives import hashes,serialization
CH="qpzry9x8gf2tvdw0s3jn54khce6mua7l"
def polymod(v):
    G=[0x3b6a57b2,0x26508e6d,0x1ea119fa,0x3d4233dd,0x2a1462b3];c=1
    for x in v:
        t=c>>25;c=(c&0x1ffffff)<<5^x
        for i in range(5): c^=G[i] if (t>>i)&1 else 0
    return c
def bech(h,data):
    acc=bits=0;out=[]
    for b in data:
        acc=acc<<8|b;bits+=8
        while bits>=5: bits-=5;out.append(acc>>bits&31)
    if bits: out.append(acc<<(5-bits)&31)
    ex=[ord(x)>>5 for x in h]+[0]+[ord(x)&31 for x in h]
    p=polymod(ex+out+[0]*6)^1
    return h+'1'+''.join(CH[d] for d in out+[p>>5*(5-i)&31 for i in range(6)])
def one(bits,survey,wave):
    n=int.from_bytes(bits+hashlib.sha256(bits).digest()[:1],'big')
    d=lambda info,l:HKDF(algorithm=hashes.SHA256(),length=l,salt=(survey+"\n"+wave).encode(),info=info.encode()).derive(bits)
    sign=d("tallybox/v1/sign",32);age=d("tallybox/v1/age",32)
    pub=Ed25519PrivateKey.from_private_bytes(sign).public_key().public_bytes(serialization.Encoding.Raw,serialization.PublicFormat.Raw)
    ident=bech("age-secret-key-",age).upper()
    f=tempfile.NamedTemporaryFile('w',delete=False);f.write(ident+"\n");f.close()
    rec=subprocess.check_output(['age-keygen','-y',f.name],text=True).strip();os.unlink(f.name)
    return dict(bits=bits.hex(),words=[words[n>>(7-i)*11&2047] for i in range(8)],digits=f"{n:027d}",survey=survey,wave=wave,
      draft=d("tallybox/v1/draft",16).hex(),age=age.hex(),age_identity=ident,age_recipient=rec,sign=sign.hex(),signer=pub.hex(),
      response=hashlib.sha256(pub).digest()[:16].hex(),link=d("tallybox/v1/link",16).hex())
v=[one(bytes(10),"skills-and-responsibility","2027"),one(bytes([255]*10),"skills-and-responsibility",""),one(bytes(range(10)),"s","2027"),one(bytes.fromhex("9f3ac0d17be24418a6c5"),"skills-and-responsibility","2027")]
json.dump({"about":"docs/format.md §3: 80 bits to words, digits, keys and names; computed by an independent script (Python's cryptography, Debian's age-keygen)","codes":v},open(HERE+'/code.json','w'),indent=1)
resp=one(bytes([7]*10),"ways","2027")["response"]
m=lambda k:{"missing":k}
A={"read":True,"dept":"chem","share":["skills",{"code":"other","text":"My phone"}],"name":"Si\u00e2n \u0174yn","fixed":True,"end":m("prefer_not"),"born":"1999-05-12","years":12,"fte":"0.60","months":"144","level":m("dont_know"),"sure":0,"fam":["g","m"],
"rate":{"rows":{"g1":m("blank"),"g2":2,"m1":1},"closed":["g"]},"last":{"g2":"now","m1":m("dont_know")},"time":{"t":60,"r":40,"o":0},"best":["c","a"],
"things":[{"what":"Lathe","old":True,"age":30},{"what":"Saw","old":m("dont_know"),"age":m("not_relevant")}],"words":"First line\n\nSecond line"}
def part(aud,lang,date,answers):
    d={"survey":"ways","wave":"2027","fingerprint":"FINGERPRINT","response":resp,"revision":1,"audience":aud}
    if lang: d["language"]="en"
    d["date"]=date; d["warned"]=["born"]; d["answers"]=answers
    return json.dumps(d,ensure_ascii=False,separators=(',',':'))
lead={k:v for k,v in A.items() if k!="words"}; lead["end"]=m("withheld")
stat={k:v for k,v in A.items() if k not in("words","name")}
open(HERE+'/parts.txt','w').write("# docs/format.md §6: the plaintext of each part of tests/ways.rs before padding, written by an independent script.\n"+"\n".join([part("lead",0,"2027-01",lead),part("statistics",1,"2027-01",stat),part("mine",1,"2027-01-20",A)])+"\n")
code=one(bytes([7]*10),"ways","2027"); owner=Ed25519PrivateKey.from_private_bytes(bytes.fromhex(code["sign"])); inst=Ed25519PrivateKey.from_private_bytes(bytes([9]*32))
raw=lambda k:k.public_key().public_bytes(serialization.Encoding.Raw,serialization.PublicFormat.Raw).hex()
h=lambda s:hashlib.sha256(s.encode()).hexdigest()
def rec(key,response,revision,kind,parts,extra):
    d={"format":"tallybox/v1","survey":"ways","wave":"2027","fingerprint":h("q"),"epoch":3,"response":response,"revision":revision,"kind":kind,"signer":raw(key),"parts":parts}; d.update(extra)
    head=json.dumps(d,ensure_ascii=False,separators=(',',':')).encode()
    sig=key.sign(b"tallybox/v1/record\n"+head)
    return dict(kind=kind,seed=key.private_bytes(serialization.Encoding.Raw,serialization.PrivateFormat.Raw,serialization.NoEncryption()).hex(),header=head.decode(),signature=sig.hex(),leaf=hashlib.sha256(b"\0"+head+sig).hexdigest())
parts=[{"audience":a,"length":n,"sha256":h(a)} for a,n in(("lead",8500),("statistics",4400),("mine",16700))]
L=sorted([h("x"),h("y")])
v=[rec(owner,code["response"],1,"response",parts,{}),rec(owner,code["response"],0,"withdrawal",[],{}),rec(inst,code["response"],0,"annulment",[],{"reason":"erasure_asked_for"}),
rec(inst,None,0,"purge",[],{"leaves":L}),rec(inst,None,0,"reseal",[],{"resealed":[{"leaf":h("x"),"audience":"lead","epoch":4,"length":8500,"sha256":h("z")}]})]
json.dump({"about":"docs/format.md §8: header, signature and leaf of each kind; computed by an independent script (Python's cryptography)","records":v},open(HERE+'/record.json','w'),indent=1)
